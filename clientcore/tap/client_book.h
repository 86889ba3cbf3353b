// SPDX-License-Identifier: BSD-2-Clause
// Who is who behind a tap: a client that lost its kernel and comes back is the same client.
#pragma once

#include "clientcore/event/event.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace rumpscope::tap {

/// One life of one client: a connection.
struct Identity
{
    event::SessionId session{};
    event::Generation generation{1};
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

    /// Over TCP nobody says which program it is. A client of this name from this host address is probably the
    /// one that lost its connection, if exactly one of that name did there, within kGuess; else it is
    /// somebody new.
    struct Guess
    {
        Identity identity;
        bool probable = false; ///< taken for one that was here before
    };
    [[nodiscard]] Guess arriveFrom(const std::string &host, const std::string &commandName,
                                   transport::TimePoint now);
    void lostFrom(const std::string &host, const std::string &commandName, const Identity &identity,
                  transport::TimePoint when);

    /// The reference's attempts are ten seconds apart at most; a few of them may fail.
    static constexpr std::chrono::seconds kGuess{60};

private:
    /// Who is away from one host under one name.
    struct Away
    {
        Identity identity;
        transport::TimePoint since;
        unsigned many = 0;
    };
    using Key = std::pair<std::int32_t, std::string>;
    static constexpr std::size_t kMost = 4096;

    std::mutex m_mutex;
    std::map<Key, Identity> m_lost;
    std::map<std::pair<std::string, std::string>, Away> m_away; ///< by host and name
};

} // namespace rumpscope::tap
