// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/child_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rumpscope::test {

namespace {

constexpr int kPatienceMs = 20000;

/// One byte; false at the end.
bool readByte(int fd, char &byte)
{
    pollfd entry{fd, POLLIN, 0};
    if (::poll(&entry, 1, kPatienceMs) != 1)
        throw std::runtime_error("the program says nothing");
    return ::read(fd, &byte, 1) == 1;
}

std::string_view nameOf(const char *entry)
{
    const std::string_view text = entry;
    return text.substr(0, text.find('='));
}

/// Ours, with what is said otherwise; ends with a null pointer.
std::vector<char *> merged(const std::vector<std::string> &changes)
{
    std::vector<char *> all;
    for (char **entry = environ; *entry != nullptr; ++entry) {
        if (std::none_of(changes.begin(), changes.end(), [entry](const std::string &change) {
                return nameOf(change.c_str()) == nameOf(*entry);
            }))
            all.push_back(*entry);
    }
    for (const std::string &change : changes)
        all.push_back(const_cast<char *>(change.c_str()));
    all.push_back(nullptr);
    return all;
}

/// Both ends close on exec: the child gets the copies that are made for it.
std::array<int, 2> makePipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw std::runtime_error("no pipe");
    return ends;
}

} // namespace

ChildProcess::ChildProcess(const std::vector<std::string> &command,
                           const std::vector<std::string> &environment)
{
    const auto input = makePipe();
    const auto output = makePipe();
    const auto errors = makePipe();
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, errors[1], STDERR_FILENO);
    std::vector<char *> arguments;
    for (const std::string &argument : command)
        arguments.push_back(const_cast<char *>(argument.c_str()));
    arguments.push_back(nullptr);
    auto variables = merged(environment);
    const int failed =
        ::posix_spawn(&m_pid, arguments[0], &actions, nullptr, arguments.data(), variables.data());
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(input[0]);
    m_input = input[1];
    ::close(output[1]);
    ::close(errors[1]);
    m_output = output[0];
    m_errors = errors[0];
    if (failed != 0)
        throw std::runtime_error(command[0] + " cannot be started");
}

ChildProcess::~ChildProcess()
{
    if (m_pid > 0) {
        signal(SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }
    ::close(m_input);
    ::close(m_output);
    ::close(m_errors);
}

void ChildProcess::write(const std::string &text) const
{
    if (::write(m_input, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        throw std::runtime_error("the program takes no input");
}

std::string ChildProcess::rest()
{
    std::string text;
    for (char byte = 0; readByte(m_output, byte);)
        text += byte;
    return text;
}

std::string ChildProcess::readLine()
{
    std::string line;
    for (char byte = 0; readByte(m_output, byte) && byte != '\n';)
        line += byte;
    return line;
}

bool ChildProcess::readError(char &byte) const
{
    return readByte(m_errors, byte);
}

std::string ChildProcess::errors()
{
    std::string text;
    for (char byte = 0; readByte(m_errors, byte);)
        text += byte;
    return text;
}

void ChildProcess::signal(int number) const
{
    ::kill(m_pid, number);
}

int ChildProcess::wait()
{
    const auto fd = static_cast<int>(::syscall(SYS_pidfd_open, m_pid, 0));
    pollfd entry{fd, POLLIN, 0};
    const bool ended = ::poll(&entry, 1, kPatienceMs) == 1;
    ::close(fd);
    if (!ended)
        throw std::runtime_error("the program does not end");
    int status = 0;
    ::waitpid(m_pid, &status, 0);
    m_pid = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

} // namespace rumpscope::test
