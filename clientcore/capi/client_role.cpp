// SPDX-License-Identifier: BSD-2-Clause
// Who reads: how the role comes, is kept, and goes.
#include "clientcore/capi/client.h"
#include "clientcore/capi/host.h"

namespace rumpscope::capi {

Waiting *Client::leader() const
{
    constexpr std::uintptr_t kFlags = kOthers | kShut | kAtWork;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the low bits of the word are flags
    return reinterpret_cast<Waiting *>(m_leader.load(std::memory_order_acquire) & ~kFlags);
}

/// With signals held. False: the role has gone to another.
bool Client::startWork(const Waiting &waiting)
{
    std::uintptr_t word = m_leader.load(std::memory_order_relaxed);
    do {
        if ((word & ~kOthers) != reinterpret_cast<std::uintptr_t>(&waiting))
            return false;
    } while (!m_leader.compare_exchange_weak(word, word | kAtWork, std::memory_order_acq_rel));
    m_works.store(m_works.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    return true;
}

/// By the leader at work: from here on the role may be taken away.
void Client::pause()
{
    m_leader.fetch_and(~kAtWork, std::memory_order_acq_rel);
}

/// With the lock. False: the other has gone, or has just begun to work.
bool Client::takeRole(Waiting &waiting, Waiting &from)
{
    const auto pausing = reinterpret_cast<std::uintptr_t>(&from);
    const auto taken = reinterpret_cast<std::uintptr_t>(&waiting) | kOthers;
    std::uintptr_t word = m_leader.load(std::memory_order_acquire);
    do {
        if ((word & ~kOthers) != pausing)
            return false;
    } while (!m_leader.compare_exchange_weak(word, taken, std::memory_order_acq_rel));
    dethrone(from);
    m_waiting.add(from);
    if (from.kind == Waiting::Kind::Kick)
        m_kick = &from; // it is the next
    if (waiting.listed)
        m_waiting.remove(waiting);
    waiting.leads = true;
    waiting.watch.arm();
    return true;
}

/// With the lock. Its thread may be waiting at the socket, or be about to.
void Client::dethrone(Waiting &waiting)
{
    waiting.leads = false;
    waiting.watch.callOff();
    waiting.changed.set(Waiting::kAsleep);
    if (!std::exchange(waiting.suspended, true))
        ++waiting.connection->suspended;
}

/// With the lock, by a request that has slept for a while. Bytes are there, and the leader does not come for
/// them: a handler has interrupted it that takes its time, and may even wait for this very request.
bool Client::leaderIsAway(const Waiting &waiting, Patience &patience) const
{
    const Waiting *reads = leader();
    const bool pausing = reads != nullptr && reads->kind != Waiting::Kind::Kick &&
                         (m_leader.load(std::memory_order_relaxed) & kAtWork) == 0;
    if (pausing && host::hasBytes(waiting.connection->fd()))
        return patience.isOver(m_works.load(std::memory_order_relaxed));
    patience.calm();
    return false;
}

/// With the lock, by the leader at work: an exec wants to read.
void Client::handOver(Waiting &waiting)
{
    Waiting &kick = *std::exchange(m_kick, nullptr);
    m_waiting.remove(kick);
    waiting.leads = false;
    m_waiting.add(waiting);
    appoint(kick);
}

/// With the lock. The role goes to a request that waits, or to nobody. A request whose thread is in a handler
/// that calls us cannot read: its handler's request can.
void Client::passOn(Waiting &waiting)
{
    waiting.leads = false;
    appointHeir();
}

void Client::appointHeir()
{
    const auto reads = [](const Waiting *heir) {
        return heir->outcome == Waiting::Outcome::Pending && !heir->covered;
    };
    Waiting *heir = m_waiting.first();
    if (m_kick != nullptr && reads(m_kick))
        heir = std::exchange(m_kick, nullptr);
    while (heir != nullptr && !reads(heir))
        heir = heir->next;
    if (heir == nullptr) {
        m_leader.store(kIdle, std::memory_order_release);
        return;
    }
    m_waiting.remove(*heir);
    appoint(*heir);
}

void Client::appoint(Waiting &heir)
{
    heir.leads = true;
    heir.watch.arm();
    m_leader.store(reinterpret_cast<std::uintptr_t>(&heir) | (m_waiting.empty() ? kIdle : kOthers),
                   std::memory_order_release);
    tell(heir, Waiting::kLead);
}

} // namespace rumpscope::capi
