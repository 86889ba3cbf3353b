// SPDX-License-Identifier: BSD-2-Clause
// Losing the connection and coming back: one episode for all requests that wait, run by whichever of them is
// there when its time comes.
#include "clientcore/abi/catalog.h"
#include "clientcore/capi/client.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <new>
#include <unistd.h>

namespace rumpscope::capi {

namespace {

using Outcome = Waiting::Outcome;
using transport::Clock;

/// The reference says that it is still trying no more often than this.
constexpr auto kBetweenNews = std::chrono::seconds(120);

constexpr auto kNoTime = transport::Duration::zero();
/// What an attempt may take beyond its limit before it counts as held up.
constexpr auto kAttemptMargin = std::chrono::seconds(1);

timespec timeoutOf(transport::Duration left)
{
    const auto whole = std::chrono::duration_cast<std::chrono::seconds>(left);
    return {whole.count(), std::chrono::duration_cast<std::chrono::nanoseconds>(left - whole).count()};
}

/// Memory that runs out is a failed attempt.
Greeting::Made guestOf(Greeting &greeting, std::uint64_t reqno)
{
    try {
        return greeting.guest(reqno);
    } catch (const std::bad_alloc &) {
        return tl::unexpected(ENOMEM);
    }
}

bool isRepeatable(std::uint32_t number)
{
    const abi::Call *call = abi::findCall(number);
    return call != nullptr && call->repeatable;
}

} // namespace

/// With the lock, by the leader. kEnded: the connection has ended; anything else: the server broke the rules,
/// and what it has not answered is not sent again.
void Client::lose(Waiting &waiting, const char *why)
{
    Connection *lost = m_connection;
    if (!waiting.leads || lost == nullptr)
        return;
    const bool broken = why != kEnded;
    if (broken && why != kSaid)
        say(m_settings, "rumpclient: the kernel cannot be trusted: ", why, ".");
    if (broken)
        say(m_settings, "rumpclient: the connection to the kernel is closed.");
    if (m_retry.dies())
        ::_exit(EXIT_FAILURE);
    lost->shutDown();
    m_connection = nullptr;
    m_state = State::Lost;
    m_leader.store(kShut, std::memory_order_release);
    waiting.leads = false;
    fateOf(waiting, broken);
    while (Waiting *other = m_waiting.first()) {
        m_waiting.remove(*other);
        fateOf(*other, broken);
        other->changed.set(Waiting::kThrough);
        other->changed.wake(1);
    }
    m_kept.forget();
    retire(*lost);
    m_turn.advance();
}

void Client::fateOf(Waiting &waiting, bool broken)
{
    if (waiting.outcome != Outcome::Pending)
        return;
    const bool may = !m_settings.resendHarmlessOnly ||
                     (waiting.kind == Waiting::Kind::Syscall && isRepeatable(waiting.number));
    const bool comesBack = !broken && m_retry.makesAttempts();
    waiting.outcome = comesBack && may ? Outcome::Again : Outcome::Failed;
    waiting.error = ENOTCONN;
}

/// With the lock: returns when the request may be sent, or (false) when it has failed.
bool Client::awaitConnection(Waiting &waiting, SignalsHeld &held, Guarded &lock)
{
    waiting.episode = 0;
    for (;;) {
        const Waiting *below = waiting.below();
        if (m_execing && (below == nullptr || below->kind != Waiting::Kind::Kick)) {
            awaitTurn(held, lock, nullptr);
            continue;
        }
        if (m_state == State::Connected)
            return true;
        const bool inVain = waiting.episode != 0 && waiting.episode <= m_episode.failed;
        if (m_state == State::None || inVain || (!m_retry.makesAttempts() && !m_retry.dies())) {
            waiting.outcome = Outcome::Failed;
            waiting.error = ENOTCONN;
            return false;
        }
        if (m_retry.dies())
            ::_exit(EXIT_FAILURE);
        stepEpisode(waiting, held, lock);
    }
}

/// Sleeps without the lock until something has changed, or for a while.
void Client::awaitTurn(SignalsHeld &held, Guarded &lock, const timespec *timeout)
{
    const std::uint32_t seen = m_turn.value();
    lock.unlock();
    held.release();
    m_turn.waitWhile(seen, timeout);
    held.hold();
    lock.lock();
}

void Client::stepEpisode(Waiting &waiting, SignalsHeld &held, Guarded &lock)
{
    if (!m_episode.running) {
        ++m_episode.number;
        m_episode.running = true;
        m_episode.attempts = 0;
        m_episode.retries = retry::Episode(m_retry);
        m_episode.begun = m_episode.told = Clock::now();
        m_episode.action = m_episode.retries.lost(m_episode.begun);
    }
    waiting.episode = m_episode.number;
    const auto now = Clock::now();
    if (const auto *pause = std::get_if<retry::Episode::WaitUntil>(&m_episode.action)) {
        if (now < pause->when) {
            const timespec timeout = timeoutOf(pause->when - now);
            awaitTurn(held, lock, &timeout);
            return;
        }
        m_episode.action = m_episode.retries.proceed(now);
    } else if (std::holds_alternative<retry::Episode::Attempt>(m_episode.action)) {
        // A handler's request does not wait for an attempt that it interrupted itself: it makes its own. So
        // does any other when an attempt takes longer than one can: a handler holds it up.
        const bool limited = m_settings.deadline > kNoTime;
        const auto left = m_episode.attemptEnds - now;
        if (m_episode.attempting && waiting.below() == nullptr && (!limited || left > kNoTime)) {
            const timespec timeout = timeoutOf(left);
            awaitTurn(held, lock, limited ? &timeout : nullptr);
        } else {
            attemptToReconnect(held, lock);
        }
    } else {
        m_episode.running = false;
        m_episode.failed = m_episode.number;
        if (std::holds_alternative<retry::Episode::Die>(m_episode.action))
            ::_exit(EXIT_FAILURE);
        const auto &time = m_episode.retries.policy().limit.time;
        if (time)
            say(m_settings, "rump_sp: reconnect failed, ", time->count(), " second timeout");
        m_turn.advance();
    }
}

void Client::attemptToReconnect(SignalsHeld &held, Guarded &lock)
{
    struct Question
    {
        const Client *client;
        unsigned generation;
    };
    const Question question{this, m_generation};
    const auto settled = [](const void *about) {
        const auto *asked = static_cast<const Question *>(about);
        return asked->client->m_generation != asked->generation;
    };
    const retry::Limit limit = m_episode.retries.policy().limit;
    Greeting greeting(*m_url, m_settings, held.own());
    greeting.abandonIf(settled, &question);
    if (limit.time)
        greeting.notAfter(transport::Deadline::at(m_episode.begun + *limit.time));
    m_episode.attempting = true;
    m_episode.attemptEnds = Clock::now() + m_settings.deadline + kAttemptMargin;
    lock.unlock();
    auto made = guestOf(greeting, m_reqno.fetch_add(1, std::memory_order_relaxed));
    lock.lock();
    m_episode.attempting = false;
    m_turn.advance();
    if (m_generation != question.generation || m_state != State::Lost || !m_episode.running)
        return; // a handler's request, or a new beginning, was faster
    if (made) {
        m_episode.retries.attemptSucceeded();
        m_episode.running = false;
        if (m_episode.attempts > 0)
            say(m_settings, "rump_sp: reconnected!");
        install(std::move(*made));
        return;
    }
    tellOfFailure(++m_episode.attempts, limit.attempts == 1U);
    m_episode.action = m_episode.retries.attemptFailed(Clock::now());
}

/// With the words of the reference, at the times it has them.
void Client::tellOfFailure(unsigned attempts, bool wasTheOnlyOne)
{
    const auto now = Clock::now();
    if (attempts == 1 && !wasTheOnlyOne) {
        say(m_settings, "rump_sp: connection to kernel lost, trying to reconnect ...");
    } else if (attempts > 1 && now - m_episode.told > kBetweenNews) {
        say(m_settings, "rump_sp: still trying to reconnect ...");
        m_episode.told = now;
    }
}

/// With the lock: from here on calls go out on it.
void Client::install(std::unique_ptr<Connection> connection)
{
    m_connection = connection.release();
    m_state = State::Connected;
    ++m_generation;
    m_leader.store(kIdle, std::memory_order_release);
    m_turn.advance();
}

/// With the lock: closed when nobody can be about to use it any more.
void Client::retire(Connection &connection)
{
    connection.nextRetired = m_retired;
    m_retired = &connection;
    reap();
}

void Client::reap()
{
    Connection **link = &m_retired;
    while (Connection *connection = *link) {
        if (connection->senders > 0 || connection->suspended > 0) {
            link = &connection->nextRetired;
            continue;
        }
        *link = connection->nextRetired;
        delete connection;
    }
}

} // namespace rumpscope::capi
