// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/live/server_process.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rumpscope::test {

namespace {

constexpr auto kPatience = std::chrono::seconds(30);
constexpr int kGreetingMs = 5000;
constexpr int kBetweenLooksMs = 5;
constexpr int kCannotExec = 127;

/// Closes a descriptor at the end of its block.
struct Descriptor
{
    explicit Descriptor(int opened)
        : fd(opened)
    {}
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor() { ::close(fd); }
    const int fd;
};

/// In the child: nothing but calls that are allowed between fork and exec.
[[noreturn]] void become(char *const *command, char *const *environment, pid_t parent)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)
        ::_exit(kCannotExec);
    const int nowhere = ::open("/dev/null", O_RDWR);
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        ::dup2(nowhere, fd);
    ::execve(command[0], command, environment);
    ::_exit(kCannotExec);
}

std::vector<char *> pointers(std::vector<std::string> &texts)
{
    std::vector<char *> result;
    for (std::string &text : texts)
        result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

std::vector<std::string> environmentWith(const std::string &libraries)
{
    constexpr std::string_view kName = "LD_LIBRARY_PATH=";
    std::vector<std::string> result;
    for (char **entry = environ; *entry != nullptr; ++entry) {
        if (libraries.empty() || !std::string_view(*entry).starts_with(kName))
            result.emplace_back(*entry);
    }
    if (!libraries.empty())
        result.push_back(std::string(kName) + libraries);
    return result;
}

} // namespace

std::optional<ServerProgram> ServerProgram::real()
{
    const char *prefix = std::getenv("RUMP_PREFIX");
    if (prefix == nullptr)
        return std::nullopt;
    const std::string path = std::string(prefix) + "/bin/rump_allserver";
    if (::access(path.c_str(), X_OK) != 0)
        return std::nullopt;
    return ServerProgram{{path, "-s"}, std::string(prefix) + "/lib"};
}

ServerProgram ServerProgram::practice(const std::string &path)
{
    return {{path, "--quiet", "--parent-death"}, {}};
}

ServerProcess::ServerProcess(ServerProgram program)
    : m_program(std::move(program))
{
    start();
}

ServerProcess::~ServerProcess()
{
    if (m_pid > 0)
        kill();
}

void ServerProcess::start()
{
    ::unlink(m_dir.file("sock").c_str()); // a killed server leaves it behind
    std::vector<std::string> command = m_program.command;
    command.push_back(m_url);
    std::vector<std::string> environment = environmentWith(m_program.libraries);
    const auto commandPointers = pointers(command);
    const auto environmentPointers = pointers(environment);
    const pid_t parent = ::getpid();
    m_pid = ::fork();
    if (m_pid < 0)
        throw std::runtime_error("no process can be made");
    if (m_pid == 0)
        become(commandPointers.data(), environmentPointers.data(), parent);
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (!greets()) {
        if (endsWithin(kBetweenLooksMs)) {
            reap();
            throw std::runtime_error(command[0] + " ended at once");
        }
        if (std::chrono::steady_clock::now() > deadline) {
            kill();
            throw std::runtime_error(command[0] + " does not greet");
        }
    }
}

/// Connects, and waits for the first byte of the banner: then guests are welcome.
bool ServerProcess::greets() const
{
    const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = m_dir.file("sock");
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    if (::connect(socket.fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return false;
    pollfd entry{socket.fd, POLLIN, 0};
    char byte = 0;
    return ::poll(&entry, 1, kGreetingMs) == 1 && ::recv(socket.fd, &byte, 1, 0) == 1;
}

bool ServerProcess::endsWithin(int milliseconds) const
{
    const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, m_pid, 0)));
    pollfd entry{process.fd, POLLIN, 0};
    return ::poll(&entry, 1, milliseconds) == 1;
}

int ServerProcess::reap()
{
    int status = 0;
    ::waitpid(m_pid, &status, 0);
    m_pid = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void ServerProcess::kill()
{
    ::kill(m_pid, SIGKILL);
    reap();
}

int ServerProcess::wait()
{
    if (!endsWithin(static_cast<int>(std::chrono::milliseconds(kPatience).count())))
        throw std::runtime_error(m_program.command[0] + " does not end");
    return reap();
}

} // namespace rumpscope::test
