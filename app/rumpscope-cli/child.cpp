// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-cli/child.h"

#include <array>
#include <csignal>
#include <spawn.h>
#include <string_view>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace rumpscope::cli {

namespace {

constexpr int kSignalBase = 128;
constexpr std::array<std::string_view, 3> kReplaced{
    "RUMP_SERVER=", "RUMP__PARSEDSERVER=", "RUMPCLIENT__EXECFD="};

std::vector<char *> pointers(std::vector<std::string> &texts)
{
    std::vector<char *> all;
    all.reserve(texts.size() + 1);
    for (std::string &text : texts)
        all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

std::vector<std::string> environmentFor(const std::string &server)
{
    std::vector<std::string> all{"RUMP_SERVER=" + server};
    for (char **entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        if (!text.starts_with(kReplaced[0]) && !text.starts_with(kReplaced[1]) &&
            !text.starts_with(kReplaced[2]))
            all.emplace_back(text);
    }
    return all;
}

} // namespace

std::optional<Child> Child::start(const std::vector<std::string> &command, const std::string &server,
                                  int &hostErrno)
{
    std::vector<std::string> words = command;
    std::vector<std::string> environment = environmentFor(server);
    const auto arguments = pointers(words);
    const auto variables = pointers(environment);
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    sigset_t none; // the signals we wait for are its own again
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    pid_t pid = -1;
    hostErrno = ::posix_spawnp(&pid, arguments[0], nullptr, &attributes, arguments.data(), variables.data());
    ::posix_spawnattr_destroy(&attributes);
    if (hostErrno != 0)
        return std::nullopt;
    return Child(pid, static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

Child::Child(Child &&other) noexcept
    : m_pid(std::exchange(other.m_pid, -1))
    , m_fd(std::exchange(other.m_fd, -1))
{}

Child &Child::operator=(Child &&other) noexcept
{
    std::swap(m_pid, other.m_pid);
    std::swap(m_fd, other.m_fd);
    return *this;
}

Child::~Child()
{
    if (m_pid > 0) {
        ::kill(m_pid, SIGTERM);
        ::waitpid(m_pid, nullptr, 0);
    }
    if (m_fd >= 0)
        ::close(m_fd);
}

std::optional<int> Child::ended()
{
    int status = 0;
    if (m_pid <= 0 || ::waitpid(m_pid, &status, WNOHANG) != m_pid)
        return std::nullopt;
    m_pid = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : kSignalBase + WTERMSIG(status);
}

} // namespace rumpscope::cli
