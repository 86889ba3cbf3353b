// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/tap/client_book.h"

namespace rumpscope::tap {

Identity ClientBook::arrive(std::optional<std::int32_t> hostPid, const std::string &commandName)
{
    if (hostPid && !commandName.empty()) {
        const std::lock_guard lock(m_mutex);
        auto found = m_lost.find({*hostPid, commandName});
        if (found == m_lost.end()) // a claimed child says no name until it execs or comes back
            found = m_lost.find({*hostPid, std::string()});
        if (found != m_lost.end()) {
            Identity identity = found->second;
            identity.generation = event::Generation{static_cast<std::uint32_t>(identity.generation) + 1};
            m_lost.erase(found);
            return identity;
        }
    }
    return {event::nextSessionId(), event::Generation{1}};
}

std::optional<Identity> ClientBook::awaited(std::int32_t hostPid)
{
    const std::lock_guard lock(m_mutex);
    const auto first = m_lost.lower_bound({hostPid, std::string()});
    if (first == m_lost.end() || first->first.first != hostPid)
        return std::nullopt;
    const auto next = std::next(first);
    const bool alone = next == m_lost.end() || next->first.first != hostPid;
    return alone ? std::optional(first->second) : std::nullopt;
}

void ClientBook::lost(std::int32_t hostPid, const std::string &commandName, const Identity &identity)
{
    const std::lock_guard lock(m_mutex);
    m_lost.insert_or_assign({hostPid, commandName}, identity);
    if (m_lost.size() > kMost) { // the one that has been away for the longest time
        auto oldest = m_lost.begin();
        for (auto at = m_lost.begin(); at != m_lost.end(); ++at) {
            if (at->second.session < oldest->second.session)
                oldest = at;
        }
        m_lost.erase(oldest);
    }
}

ClientBook::Guess ClientBook::arriveFrom(const std::string &host, const std::string &commandName,
                                         transport::TimePoint now)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_away.find({host, commandName});
    if (found != m_away.end() && !commandName.empty()) {
        const Away away = found->second;
        if (away.many == 1 || now - away.since > kGuess)
            m_away.erase(found);
        if (away.many == 1 && now - away.since <= kGuess) {
            const auto next = static_cast<std::uint32_t>(away.identity.generation) + 1;
            return {{away.identity.session, event::Generation{next}}, true};
        }
    }
    return {{event::nextSessionId(), event::Generation{1}}, false};
}

void ClientBook::lostFrom(const std::string &host, const std::string &commandName, const Identity &identity,
                          transport::TimePoint when)
{
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_away, [when](const auto &one) { return when - one.second.since > kGuess; });
    if (m_away.size() >= kMost && !m_away.contains({host, commandName}))
        return;
    Away &away = m_away[{host, commandName}];
    away = {identity, when, away.many + 1};
}

} // namespace rumpscope::tap
