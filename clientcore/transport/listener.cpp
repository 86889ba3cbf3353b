// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/transport/listener.h"

#include "clientcore/transport/descriptor.h"
#include "clientcore/transport/wait.h"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace rumpscope::transport {

namespace {

tl::unexpected<StreamError> failure(int hostErrno, std::string doing)
{
    return tl::unexpected(StreamError{StreamError::Kind::System, hostErrno, std::move(doing)});
}

/// Keeps others of ours out of a folder while a name in it is looked at and then made or removed: between the
/// two another program could bind its own socket there. Only advisory, and not waited for long: whoever may
/// read a folder may lock it.
class FolderLock
{
public:
    explicit FolderLock(const std::string &path)
    {
        const auto slash = path.rfind('/');
        const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
        m_fd = aboveStandard(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        const auto deadline = Deadline::in(kLongestLockWait);
        while (m_fd >= 0 && ::flock(m_fd, LOCK_EX | LOCK_NB) != 0 && !deadline.expired())
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    FolderLock(const FolderLock &) = delete;
    FolderLock &operator=(const FolderLock &) = delete;
    ~FolderLock()
    {
        if (m_fd >= 0)
            closeDescriptor(m_fd);
    }

private:
    static constexpr auto kLongestLockWait = std::chrono::milliseconds(200);
    int m_fd = -1;
};

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
    std::optional<FolderLock> lock;
    if (url.isLocal()) {
        lock.emplace(url.path());
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
    Listener listener(fd, boundUrl(fd, url).absolute()); // from here on the name is ours to remove
    if (::listen(fd, backlog) != 0) {
        const int failed = errno;
        lock.reset(); // the listener's end takes it again
        return failure(failed, doing);
    }
    return listener;
}

Listener::Listener(int fd, ServerUrl url)
    : m_fd(fd)
    , m_url(std::move(url))
    , m_bound(fileAt(m_url))
{}

Listener::Listener(Listener &&other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
    , m_url(std::move(other.m_url))
    , m_bound(other.m_bound)
{}

Listener &Listener::operator=(Listener &&other) noexcept
{
    std::swap(m_fd, other.m_fd);
    std::swap(m_url, other.m_url);
    std::swap(m_bound, other.m_bound);
    return *this;
}

Listener::~Listener()
{
    if (m_fd < 0)
        return;
    if (m_url.isLocal()) {
        const FolderLock lock(m_url.path());
        if (const FileId now = fileAt(m_url); now.inode != 0 && now == m_bound)
            ::unlink(m_url.path().c_str());
    }
    closeDescriptor(m_fd);
}

Listener::FileId Listener::fileAt(const ServerUrl &url)
{
    struct stat info
    {};
    if (!url.isLocal() || ::lstat(url.path().c_str(), &info) != 0)
        return {};
    return {info.st_dev, info.st_ino};
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
