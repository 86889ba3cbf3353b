// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/transport/listener.h"

#include "clientcore/transport/descriptor.h"
#include "clientcore/transport/wait.h"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace rumpscope::transport {

namespace {

tl::unexpected<StreamError> failure(int hostErrno, std::string doing)
{
    return tl::unexpected(StreamError{StreamError::Kind::System, hostErrno, std::move(doing)});
}

/// Makes room at a local path: a socket nobody listens on any more goes, anything else stays and is an error.
int clearStalePath(const ServerUrl &url)
{
    struct stat info
    {};
    if (::lstat(url.path().c_str(), &info) != 0)
        return errno == ENOENT ? 0 : errno;
    if (!S_ISSOCK(info.st_mode))
        return EEXIST;
    const auto probe = Stream::connect(url, Deadline::in(std::chrono::seconds(1)));
    if (probe || probe.error().hostErrno != ECONNREFUSED)
        return EADDRINUSE;
    return ::unlink(url.path().c_str()) == 0 || errno == ENOENT ? 0 : errno;
}

/// The URL with the port the host chose.
ServerUrl boundUrl(int fd, const ServerUrl &url)
{
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    if (url.isLocal() || ::getsockname(fd, reinterpret_cast<sockaddr *>(&bound), &size) != 0)
        return url;
    char host[INET6_ADDRSTRLEN] = "";
    std::string text;
    if (bound.ss_family == AF_INET) {
        sockaddr_in address{};
        std::memcpy(&address, &bound, sizeof address);
        ::inet_ntop(AF_INET, &address.sin_addr, host, sizeof host);
        text = fmt::format("tcp://{}:{}/", host, ntohs(address.sin_port));
    } else {
        sockaddr_in6 address{};
        std::memcpy(&address, &bound, sizeof address);
        ::inet_ntop(AF_INET6, &address.sin6_addr, host, sizeof host);
        text = fmt::format("tcp6://[{}]:{}/", host, ntohs(address.sin6_port));
    }
    return ServerUrl::parse(text, ServerUrl::Use::Listen).value_or(url);
}

} // namespace

tl::expected<Listener, StreamError> Listener::open(const ServerUrl &url, int backlog)
{
    const std::string doing = "listen on " + url.text();
    if (url.isLocal()) {
        if (const int failed = clearStalePath(url))
            return failure(failed, doing);
    }
    const int fd = aboveStandard(::socket(url.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (fd < 0)
        return failure(errno, doing);
    const int one = 1;
    if (url.isLocal())
        ::fchmod(fd, S_IRUSR | S_IWUSR); // bind(2) gives the path the mode of the socket
    else
        ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (::bind(fd, url.address(), url.addressLength()) != 0) {
        const int failed = errno;
        closeDescriptor(fd);
        return failure(failed, doing);
    }
    Listener listener(fd, boundUrl(fd, url).absolute()); // from here on the path is ours to remove
    if (::listen(fd, backlog) != 0)
        return failure(errno, doing);
    return listener;
}

Listener::Listener(Listener &&other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
    , m_url(std::move(other.m_url))
{}

Listener &Listener::operator=(Listener &&other) noexcept
{
    std::swap(m_fd, other.m_fd);
    std::swap(m_url, other.m_url);
    return *this;
}

Listener::~Listener()
{
    if (m_fd < 0)
        return;
    if (m_url.isLocal())
        ::unlink(m_url.path().c_str());
    closeDescriptor(m_fd);
}

tl::expected<Stream, StreamError> Listener::accept(Deadline deadline, Wakeup *wake)
{
    const std::string doing = "accept on " + m_url.text();
    for (;;) {
        if (auto waited = waitFor(m_fd, POLLIN, deadline, wake, doing); !waited)
            return tl::unexpected(waited.error());
        const int fd = ::accept4(m_fd, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd >= 0)
            return Stream::adopt(fd);
        if (errno != EINTR && errno != EAGAIN && errno != ECONNABORTED)
            return failure(errno, doing);
    }
}

} // namespace rumpscope::transport
