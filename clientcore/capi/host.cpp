// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/capi/host.h"

#include <climits>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace rumpscope::capi::host {

namespace {

constexpr int kLastStandard = STDERR_FILENO;
int control(int fd, int command, long argument)
{
    return static_cast<int>(::syscall(SYS_fcntl, fd, command, argument));
}

int setOption(int fd, int level, int name, const void *value, socklen_t size)
{
    return static_cast<int>(::syscall(SYS_setsockopt, fd, level, name, value, size));
}

} // namespace

SignalMask setSignalMask(SignalMask mask)
{
    SignalMask before = 0;
    ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, &before, sizeof mask);
    return before;
}

int duplicate(int fd)
{
    return control(fd, F_DUPFD_CLOEXEC, kLastStandard + 1);
}

int openSocket(int family)
{
    const auto fd =
        static_cast<int>(::syscall(SYS_socket, family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (fd < 0 || fd > kLastStandard)
        return fd;
    const int moved = duplicate(fd);
    const int saved = errno;
    close(fd);
    errno = saved;
    return moved;
}

int connect(int fd, const sockaddr *address, socklen_t length)
{
    return static_cast<int>(::syscall(SYS_connect, fd, address, length));
}

ssize_t send(int fd, std::span<const std::byte> bytes)
{
    return ::syscall(SYS_sendto, fd, bytes.data(), bytes.size(), MSG_NOSIGNAL, nullptr, 0);
}

ssize_t send(int fd, const msghdr &message)
{
    return ::syscall(SYS_sendmsg, fd, &message, MSG_NOSIGNAL);
}

ssize_t receiveNow(int fd, std::span<std::byte> room)
{
    return ::syscall(SYS_recvfrom, fd, room.data(), room.size(), MSG_DONTWAIT, nullptr, nullptr);
}

bool hasBytes(int fd)
{
    pollfd entry{fd, POLLIN, 0};
    constexpr timespec kNow{0, 0};
    return poll({&entry, 1}, &kNow, nullptr) == 1;
}

int receive(int fd, mmsghdr &message, int flags)
{
    return static_cast<int>(
        ::syscall(SYS_recvmmsg, fd, &message, 1U, flags, static_cast<timespec *>(nullptr)));
}

int poll(std::span<pollfd> entries, const timespec *timeout, const SignalMask *mask)
{
    timespec left{}; // the kernel writes back what is left
    if (timeout != nullptr)
        left = *timeout;
    return static_cast<int>(::syscall(SYS_ppoll, entries.data(), entries.size(),
                                      timeout != nullptr ? &left : nullptr, mask, sizeof *mask));
}

void shutDown(int fd)
{
    ::syscall(SYS_shutdown, fd, SHUT_RDWR);
}

void close(int fd)
{
    const int saved = errno;
    ::syscall(SYS_close, fd);
    errno = saved;
}

int getDescriptorFlags(int fd)
{
    return control(fd, F_GETFD, 0);
}

void setCloseOnExec(int fd, bool on)
{
    control(fd, F_SETFD, on ? FD_CLOEXEC : 0);
}

void setBlocking(int fd, bool blocking)
{
    const int flags = control(fd, F_GETFL, 0);
    if (flags >= 0)
        control(fd, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
}

void disableNagle(int fd)
{
    const int on = 1;
    setOption(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void setReceiveTimeout(int fd, long seconds, long microseconds)
{
    const timeval timeout{seconds, microseconds};
    setOption(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
}

int pendingError(int fd)
{
    int error = 0;
    socklen_t size = sizeof error;
    if (::syscall(SYS_getsockopt, fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
        return errno;
    return error;
}

bool isSocket(int fd)
{
    int type = 0;
    socklen_t size = sizeof type;
    return ::syscall(SYS_getsockopt, fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM;
}

int openToRead(const char *path)
{
    return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0));
}

ssize_t read(int fd, void *to, std::size_t size)
{
    return ::syscall(SYS_read, fd, to, size);
}

void write(int fd, const void *from, std::size_t size)
{
    const int saved = errno;
    ::syscall(SYS_write, fd, from, size);
    errno = saved;
}

int execute(const char *path, char *const *arguments, char *const *environment)
{
    return static_cast<int>(::syscall(SYS_execve, path, arguments, environment));
}

void closeRange(unsigned first, unsigned last)
{
    ::syscall(SYS_close_range, first, last, 0U);
}

pid_t threadId()
{
    return static_cast<pid_t>(::syscall(SYS_gettid));
}

void yield()
{
    ::syscall(SYS_sched_yield);
}

void waitWhile(std::uint32_t &word, std::uint32_t expected, const timespec *timeout)
{
    ::syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, expected, timeout, nullptr, 0);
}

void wake(std::uint32_t &word, int threads)
{
    ::syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, threads, nullptr, nullptr, 0);
}

} // namespace rumpscope::capi::host
