// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bare_relay.h"

#include <array>
#include <stdexcept>
#include <sys/socket.h>

namespace rumpscope::bench {

namespace {

constexpr std::size_t kRoom = 64U << 10;

void copy(int from, int to)
{
    const auto room = std::make_unique<std::array<char, kRoom>>();
    for (;;) {
        const ssize_t got = ::recv(from, room->data(), room->size(), 0);
        if (got <= 0)
            break;
        for (ssize_t sent = 0; sent < got;) {
            const ssize_t now =
                ::send(to, room->data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
            if (now <= 0)
                return;
            sent += now;
        }
    }
    ::shutdown(to, SHUT_WR);
}

template<class T, class E>
T orThrow(tl::expected<T, E> result)
{
    if (!result)
        throw std::runtime_error(result.error().sentence());
    return std::move(*result);
}

} // namespace

BareRelay::BareRelay(const std::string &listen, const std::string &server)
    : m_server(orThrow(transport::ServerUrl::parse(server)))
    , m_listener(orThrow(transport::Listener::open(orThrow(transport::ServerUrl::parse(listen)))))
    , m_thread([this] { run(); })
{}

BareRelay::~BareRelay()
{
    m_stop.signal();
    m_thread.join();
    for (Pair &pair : m_pairs) {
        pair.up.join();
        pair.down.join();
    }
}

void BareRelay::run()
{
    for (;;) {
        auto client = m_listener.accept(transport::Deadline::never(), &m_stop);
        if (!client)
            return;
        auto server = transport::Stream::connect(m_server, transport::Deadline::in(std::chrono::seconds(10)));
        if (!server)
            continue;
        Pair &pair = m_pairs.emplace_back(Pair{std::move(*client), std::move(*server)});
        pair.up = std::thread(copy, pair.client.fd(), pair.server.fd());
        pair.down = std::thread(copy, pair.server.fd(), pair.client.fd());
    }
}

} // namespace rumpscope::bench
