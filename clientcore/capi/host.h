// SPDX-License-Identifier: BSD-2-Clause
// The host's system calls as this library makes them: straight to the kernel. A library that stands before
// libc (rumphijack) would send what we do with our own socket into the rump kernel; and none of these is a
// cancellation point, so that no thread is cancelled while it has a lock or the reading role.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <poll.h>
#include <span>
#include <sys/socket.h>
#include <sys/types.h>

/// All as in section 2 of the manual: -1 and errno on failure. Any thread.
namespace rumpscope::capi::host {

/// The kernel's set of signals: bit 0 is signal 1.
using SignalMask = std::uint64_t;

/// Of this thread; what it was.
SignalMask setSignalMask(SignalMask mask);
/// Close-on-exec, not blocking, never 0, 1 or 2.
[[nodiscard]] int openSocket(int family);
[[nodiscard]] int connect(int fd, const sockaddr *address, socklen_t length);
/// MSG_NOSIGNAL.
[[nodiscard]] ssize_t send(int fd, std::span<const std::byte> bytes);
[[nodiscard]] ssize_t send(int fd, const msghdr &message);
/// Never waits.
[[nodiscard]] ssize_t receiveNow(int fd, std::span<std::byte> room);
/// Whether a receive would return at once.
[[nodiscard]] bool hasBytes(int fd);
/// Waits for bytes: 1, and `message.msg_len` says how many, as soon as it returns and before any handler
/// runs. `message` is read when the wait begins.
[[nodiscard]] int receive(int fd, mmsghdr &message, int flags);
/// `mask` (may be null) is the signal mask of the wait.
[[nodiscard]] int poll(std::span<pollfd> entries, const timespec *timeout, const SignalMask *mask);
void shutDown(int fd);
void close(int fd);
/// Like dup(2), but close-on-exec and never 0, 1 or 2.
[[nodiscard]] int duplicate(int fd);
[[nodiscard]] int getDescriptorFlags(int fd);
void setCloseOnExec(int fd, bool on);
void setBlocking(int fd, bool blocking);
/// TCP_NODELAY, where there is such a thing.
void disableNagle(int fd);
/// How long a receive waits before it gives up with EAGAIN.
void setReceiveTimeout(int fd, long seconds, long microseconds);
[[nodiscard]] int pendingError(int fd);
[[nodiscard]] bool isSocket(int fd);
[[nodiscard]] int openToRead(const char *path);
[[nodiscard]] ssize_t read(int fd, void *to, std::size_t size);
void write(int fd, const void *from, std::size_t size);
[[nodiscard]] int execute(const char *path, char *const *arguments, char *const *environment);
void closeRange(unsigned first, unsigned last);
[[nodiscard]] pid_t threadId();
/// Lets another thread run, if one wants to.
void yield();

/// Sleeps while `word` is `expected`; `timeout` (may be null) is relative. Wakes for no reason, too.
void waitWhile(std::uint32_t &word, std::uint32_t expected, const timespec *timeout = nullptr);
void wake(std::uint32_t &word, int threads);

} // namespace rumpscope::capi::host
