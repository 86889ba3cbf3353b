// SPDX-License-Identifier: GPL-3.0-or-later
// The least that can stand between a client and its server: two blind copy loops a connection.
#pragma once

#include "clientcore/transport/listener.h"

#include <list>
#include <memory>
#include <string>
#include <thread>

namespace rumpscope::bench {

/// Throws std::runtime_error where it cannot listen.
class BareRelay
{
public:
    BareRelay(const std::string &listen, const std::string &server);
    ~BareRelay(); ///< ends when its clients have
    BareRelay(const BareRelay &) = delete;
    BareRelay &operator=(const BareRelay &) = delete;

private:
    struct Pair
    {
        transport::Stream client;
        transport::Stream server;
        std::thread up{};
        std::thread down{};
    };
    void run();

    transport::ServerUrl m_server;
    transport::Listener m_listener;
    transport::Wakeup m_stop;
    std::list<Pair> m_pairs;
    std::thread m_thread;
};

} // namespace rumpscope::bench
