// SPDX-License-Identifier: BSD-2-Clause
// Who is who behind a tap: a client that lost its kernel and comes back is the same client.
#pragma once

#include "clientcore/session/observer.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace rumpscope::tap {

/// One life of one client: a connection.
struct Identity
{
    session::SessionId session{};
    session::Generation generation{1};
};

/// Safe from any thread. Remembers the clients that lost their connection, the latest few thousand.
class ClientBook
{
public:
    /// A new connection's identity: the next generation of a client of the same program, host process and
    /// name that did not close its last connection itself; else a new session. Without a host process (TCP,
    /// or one we cannot see) nobody is recognised.
    [[nodiscard]] Identity arrive(std::optional<std::int32_t> hostPid, const std::string &commandName);
    /// The client of this program that lost its connection and is not back, if there is exactly one.
    [[nodiscard]] std::optional<Identity> awaited(std::int32_t hostPid);
    /// The connection was taken away from its client, who may come back.
    void lost(std::int32_t hostPid, const std::string &commandName, const Identity &identity);

private:
    using Key = std::pair<std::int32_t, std::string>;
    static constexpr std::size_t kMost = 4096;

    std::mutex m_mutex;
    std::map<Key, Identity> m_lost;
};

} // namespace rumpscope::tap
