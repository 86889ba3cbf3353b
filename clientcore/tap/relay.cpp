// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/tap/relay.h"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <system_error>

namespace rumpscope::tap {

namespace {

/// The process at the other end of a local socket; nothing for TCP, and for one we cannot see.
std::optional<std::int32_t> peerPid(int fd)
{
    ucred credentials{};
    socklen_t size = sizeof credentials;
    if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0 || credentials.pid <= 0)
        return std::nullopt;
    return credentials.pid;
}

/// The address at the other end of a TCP connection, in figures; empty for local sockets.
std::string peerHost(int fd)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (::getpeername(fd, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return {};
    const void *bytes = nullptr;
    if (address.ss_family == AF_INET)
        bytes = &reinterpret_cast<const sockaddr_in *>(&address)->sin_addr;
    else if (address.ss_family == AF_INET6)
        bytes = &reinterpret_cast<const sockaddr_in6 *>(&address)->sin6_addr;
    const bool done = bytes && ::inet_ntop(address.ss_family, bytes, text.data(), text.size());
    return done ? text.data() : std::string();
}

/// Frames are small and waited for.
transport::Stream quick(transport::Stream stream)
{
    const int on = 1;
    ::setsockopt(stream.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); // a local socket refuses: fine
    return stream;
}

event::ClientError unreachable(const transport::StreamError &error)
{
    using From = transport::StreamError::Kind;
    using To = event::ClientError::Kind;
    const To kind = error.kind == From::Timeout ? To::Deadline
                    : error.kind == From::Woken ? To::Stopped
                                                : To::Connection;
    return {kind, error.hostErrno, 0, error.sentence()};
}

} // namespace

Relay::Relay(transport::Stream client, Settings settings, event::Sink &observer, ClientBook &book,
             transport::Wakeup &ended)
    : m_settings(std::move(settings))
    , m_ended(ended)
    , m_client(quick(std::move(client)))
    , m_conversation(
          observer, book,
          {m_settings.server.text(), peerPid(m_client.fd()), m_settings.keep, peerHost(m_client.fd())},
          transport::Clock::now())
    , m_thread([this] { run(); })
{}

Relay::~Relay()
{
    cut(Conversation::End::TapClosed);
    m_thread.join();
}

void Relay::run()
{
    if (connect()) {
        try {
            std::thread reader([this] { toClient(); });
            toServer();
            reader.join();
        } catch (const std::system_error &) { // no more threads here
            cut(Conversation::End::TapClosed);
        }
    }
    m_client.shutdown(); // without a server behind it: as one without room for one more client does
    m_finished.store(true, std::memory_order_release);
    m_ended.signal();
}

bool Relay::connect()
{
    auto stream = transport::Stream::connect(
        m_settings.server, transport::Deadline::in(m_settings.connectDeadline), &m_stopConnecting);
    if (!stream) {
        m_conversation.unreachable(unreachable(stream.error()), transport::Clock::now());
        return false;
    }
    const std::lock_guard lock(m_sockets);
    m_server.emplace(std::move(*stream));
    if (m_cut)
        shutBoth();
    return true;
}

void Relay::shutBoth() noexcept
{
    m_client.shutdown();
    if (m_server)
        m_server->shutdown();
}

void Relay::cut(Conversation::End how)
{
    m_conversation.end(how, transport::Clock::now());
    const std::lock_guard lock(m_sockets);
    m_cut = true;
    m_stopConnecting.signal();
    shutBoth();
}

} // namespace rumpscope::tap
