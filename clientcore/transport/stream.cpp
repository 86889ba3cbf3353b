// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/transport/stream.h"

#include "clientcore/transport/descriptor.h"
#include "clientcore/transport/wait.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

namespace rumpscope::transport {

namespace {

using Kind = StreamError::Kind;

/// How long to leave a local server alone whose queue of connections is full: the host offers nothing to wait
/// for.
constexpr auto kFullQueuePause = std::chrono::milliseconds(5);

tl::unexpected<StreamError> systemError(int hostErrno, std::string doing)
{
    const bool closed = hostErrno == EPIPE || hostErrno == ECONNRESET;
    return tl::unexpected(StreamError{closed ? Kind::Closed : Kind::System, hostErrno, std::move(doing)});
}

void disableNagle(int fd, int family)
{
    const int one = 1;
    if (family != AF_UNIX)
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

/// One non-blocking attempt to connect, driven to its end.
tl::expected<void, StreamError> connectWithin(int fd, const ServerUrl &url, Deadline deadline,
                                              const Wakeup *wake, const std::string &doing)
{
    for (;;) {
        if (::connect(fd, url.address(), url.addressLength()) == 0 || errno == EISCONN)
            return {};
        if (errno == EAGAIN && url.isLocal()) {
            const Deadline pause = Deadline::in(kFullQueuePause);
            auto waited = waitFor(-1, 0, pause, wake, doing);
            if (!waited && waited.error().kind != Kind::Timeout)
                return waited;
            if (deadline.expired())
                return tl::unexpected(StreamError{Kind::Timeout, 0, doing});
        } else if (errno == EINPROGRESS || errno == EALREADY) {
            if (auto waited = waitFor(fd, POLLOUT, deadline, wake, doing); !waited)
                return waited;
            int failed = 0;
            socklen_t size = sizeof failed;
            ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &failed, &size);
            if (failed != 0)
                return tl::unexpected(StreamError{Kind::System, failed, doing});
            return {};
        } else if (errno != EINTR) {
            return tl::unexpected(StreamError{Kind::System, errno, doing});
        }
    }
}

} // namespace

std::string StreamError::sentence() const
{
    switch (kind) {
    case Kind::System:
        return fmt::format("Could not {}: {}.", doing, std::strerror(hostErrno));
    case Kind::Timeout:
        return fmt::format("Could not {} in time.", doing);
    case Kind::Woken:
        return fmt::format("The wait to {} was ended.", doing);
    case Kind::Closed:
        return fmt::format("The other side closed the connection (while trying to {}).", doing);
    }
    return {};
}

tl::expected<Stream, StreamError> Stream::connect(const ServerUrl &url, Deadline deadline, Wakeup *wake)
{
    const std::string doing = "connect to " + url.text();
    const int fd = aboveStandard(::socket(url.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (fd < 0)
        return systemError(errno, doing);
    Stream stream(fd);
    if (auto connected = connectWithin(fd, url, deadline, wake, doing); !connected)
        return tl::unexpected(connected.error());
    disableNagle(fd, url.family());
    setBlocking(fd, true);
    return stream;
}

Stream Stream::adopt(int fd)
{
    Stream stream(aboveStandard(fd));
    if (stream.m_fd >= 0)
        setBlocking(stream.m_fd, true);
    return stream;
}

Stream::Stream(Stream &&other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
{}

Stream &Stream::operator=(Stream &&other) noexcept
{
    std::swap(m_fd, other.m_fd);
    return *this;
}

Stream::~Stream()
{
    closeDescriptor(m_fd);
}

tl::expected<void, StreamError> Stream::sendAll(std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent >= 0)
            bytes = bytes.subspan(static_cast<std::size_t>(sent));
        else if (errno != EINTR)
            return systemError(errno, "send");
    }
    return {};
}

tl::expected<std::size_t, StreamError> Stream::receive(std::span<std::byte> room)
{
    for (;;) {
        const ssize_t got = ::recv(m_fd, room.data(), room.size(), 0);
        if (got > 0)
            return static_cast<std::size_t>(got);
        if (got == 0)
            return tl::unexpected(StreamError{Kind::Closed, 0, "receive"});
        if (errno != EINTR)
            return systemError(errno, "receive");
    }
}

tl::expected<std::size_t, StreamError> Stream::receiveNow(std::span<std::byte> room)
{
    for (;;) {
        const ssize_t got = ::recv(m_fd, room.data(), room.size(), MSG_DONTWAIT);
        if (got > 0)
            return static_cast<std::size_t>(got);
        if (got == 0)
            return tl::unexpected(StreamError{Kind::Closed, 0, "receive"});
        if (errno == EAGAIN)
            return std::size_t{0};
        if (errno != EINTR)
            return systemError(errno, "receive");
    }
}

tl::expected<void, StreamError> Stream::waitReadable(Deadline deadline, Wakeup *wake)
{
    return waitFor(m_fd, POLLIN, deadline, wake, "receive");
}

void Stream::shutdown() noexcept
{
    ::shutdown(m_fd, SHUT_RDWR);
}

int Stream::release() noexcept
{
    return std::exchange(m_fd, -1);
}

} // namespace rumpscope::transport
