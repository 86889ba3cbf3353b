// SPDX-License-Identifier: BSD-2-Clause
// Losing the connection, and what the retry policy makes of it. All of it runs on the watcher's thread,
// except what says otherwise.
#include "clientcore/session/session_impl.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::session {

namespace {

/// How often the watcher looks whether a sender has noticed that its connection is shut down.
constexpr auto kSenderPause = std::chrono::milliseconds(1);

ClientError answerLost(const Request &request, const ClientError &why)
{
    return {ClientError::Kind::AnswerLost, why.hostErrno, 0, request.what()};
}

ClientError stopped()
{
    return {ClientError::Kind::Stopped, 0, 0, "reconnecting was ended by hand."};
}

ClientError gaveUp(unsigned attempts, const ClientError &last)
{
    return {ClientError::Kind::GaveUp, last.hostErrno, 0,
            fmt::format("{} failed; the last one: {}",
                        attempts == 1 ? std::string("one attempt") : fmt::format("{} attempts", attempts),
                        last.sentence())};
}

} // namespace

/// Of the reading thread, with the lock held: nothing more will come on this connection.
void Session::Impl::lose(const std::shared_ptr<Connection> &connection, const ClientError &error)
{
    if (m_connection != connection)
        return;
    connection->stream().shutdown();
    m_connection.reset();
    const bool broken = error.kind == ClientError::Kind::Protocol || error.kind == ClientError::Kind::NotLent;
    const bool comesBack = !broken && m_retry.makesAttempts();
    m_facts.state = comesBack ? State::Retrying : State::Lost;
    m_facts.pid.reset();
    m_broken = broken;
    m_lastError = error;
    m_loss = Loss{error, transport::Clock::now(), connection->generation(), broken};
    m_watcherWake.notify_one();
    m_turn.notify_all();
}

/// What it means for the calls is decided before anything is told: who hears of it may call again at once.
void Session::Impl::settleLoss(Lock &lock)
{
    awaitSenders(lock);
    const Loss loss = *std::exchange(m_loss, {});
    if (m_facts.state == State::Closed)
        return;
    // What comes next is another kernel, which calls lend nothing before they are sent to it.
    for (const Waiting *waiting : m_waiting) {
        if (waiting->request.memory != nullptr)
            waiting->request.memory->takeBack();
    }
    const auto unanswered = failUnanswered(loss.error);
    const retry::Policy policy = loss.broken ? retry::Policy{} : m_retry;
    const bool dies = policy.dies() && !policy.makesAttempts();
    if (dies)
        die();
    else if (!policy.makesAttempts())
        endEpisode(loss.error);
    else
        m_facts.state = State::Retrying;

    ConnectionEvent note = m_publisher.note(ConnectionEvent::Kind::Lost, loss.generation);
    note.time = loss.time;
    note.error = loss.error;
    tellUnlocked(lock, note);
    for (const std::uint32_t number : unanswered) {
        note = m_publisher.note(ConnectionEvent::Kind::AnswerLost, loss.generation);
        note.number = number;
        tellUnlocked(lock, note);
    }
    if (dies) {
        tellDeath(lock);
    } else if (m_facts.state == State::Retrying && !m_wish) {
        runEpisode(lock, policy, loss.time);
    }
}

/// Until every sender knows whether its request has left whole. Their connection is shut down: it does not
/// last.
void Session::Impl::awaitSenders(Lock &lock)
{
    const auto writes = [](const Waiting *waiting) {
        return waiting->connection && waiting->progress.load() == Waiting::Progress::Writing;
    };
    while (std::any_of(m_waiting.begin(), m_waiting.end(), writes))
        m_watcherWake.wait_for(lock, kSenderPause);
}

/// Fails the calls that have left and must not be sent a second time, and says which; the others wait on.
std::vector<std::uint32_t> Session::Impl::failUnanswered(const ClientError &error)
{
    std::vector<std::uint32_t> numbers;
    for (Waiting *waiting : m_waiting) {
        const bool left = waiting->connection && waiting->outcome == Waiting::Outcome::Pending &&
                          waiting->progress.load() == Waiting::Progress::Left;
        if (!left || waiting->request.repeatable)
            continue;
        fail(*waiting, answerLost(waiting->request, error));
        numbers.push_back(waiting->request.number);
    }
    return numbers;
}

/// Of any thread, with the lock held.
void Session::Impl::wish(const retry::Policy &policy)
{
    m_facts.state = State::Retrying;
    m_wish = policy;
    m_watcherWake.notify_one();
}

void Session::Impl::runEpisode(Lock &lock, const retry::Policy &policy, transport::TimePoint begin)
{
    m_facts.state = State::Retrying;
    // Sessions that lost the same kernel deviate differently where the schedule has jitter.
    const auto seed = static_cast<std::uint64_t>(begin.time_since_epoch().count()) ^
                      (static_cast<std::uint64_t>(m_id) << 32U);
    retry::Episode episode(policy, seed);
    ClientError last = m_lastError;
    auto action = episode.lost(begin);
    for (;;) {
        if (const auto *pause = std::get_if<retry::Episode::WaitUntil>(&action)) {
            if (!sleepUntil(lock, *pause))
                break;
            action = episode.proceed(transport::Clock::now());
        } else if (const auto *planned = std::get_if<retry::Episode::Attempt>(&action)) {
            const auto attempted = attempt(lock, *planned);
            if (attempted) {
                m_episodeStop = false;
                return;
            }
            if (m_episodeStop || m_facts.state == State::Closed)
                break;
            last = attempted.error();
            action = episode.attemptFailed(transport::Clock::now());
        } else {
            if (const auto *death = std::get_if<retry::Episode::Die>(&action)) {
                m_lastError = gaveUp(death->attempts, last);
                die();
                tellDeath(lock);
                return;
            }
            const unsigned attempts = std::get<retry::Episode::GiveUp>(action).attempts;
            ConnectionEvent note = m_publisher.note(ConnectionEvent::Kind::GaveUp, m_facts.generation);
            note.attempt = attempts;
            note.error = gaveUp(attempts, last);
            endEpisode(*note.error);
            tellUnlocked(lock, note);
            return;
        }
    }
    if (m_facts.state == State::Closed)
        return;
    ConnectionEvent note = m_publisher.note(ConnectionEvent::Kind::GaveUp, m_facts.generation);
    note.error = stopped();
    endEpisode(stopped());
    tellUnlocked(lock, note);
}

/// Nobody tries any more: who waits has waited in vain.
void Session::Impl::endEpisode(const ClientError &error)
{
    if (m_facts.state == State::Closed)
        return;
    m_facts.state = State::Lost;
    m_lastError = error;
    m_episodeStop = false;
    failAll(error);
    m_turn.notify_all();
}

void Session::Impl::die()
{
    m_facts.state = State::Closed;
    m_lastError = {ClientError::Kind::Died, m_lastError.hostErrno, 0, m_lastError.sentence()};
    failAll(m_lastError);
    m_turn.notify_all();
}

void Session::Impl::tellDeath(Lock &lock)
{
    ConnectionEvent note = m_publisher.note(ConnectionEvent::Kind::Died, m_facts.generation);
    note.error = m_lastError;
    lock.unlock();
    m_publisher.tellLast(note);
    lock.lock();
}

/// False: the user, or the session's end, ended the wait.
bool Session::Impl::sleepUntil(Lock &lock, const retry::Episode::WaitUntil &pause)
{
    ConnectionEvent note = m_publisher.note(ConnectionEvent::Kind::RetryPlanned, m_facts.generation);
    note.attempt = pause.attempt;
    note.planned = pause.when;
    tellUnlocked(lock, note);
    return !m_watcherWake.wait_until(lock, pause.when,
                                     [this] { return m_episodeStop || m_facts.state == State::Closed; });
}

Session::Result<void> Session::Impl::attempt(Lock &lock, const retry::Episode::Attempt &planned)
{
    if (m_episodeStop || m_facts.state == State::Closed)
        return tl::unexpected(stopped());
    m_connectStop.clear();
    const Generation generation{static_cast<std::uint32_t>(m_facts.generation) + 1};
    const std::string commandName = m_facts.commandName;
    ConnectionEvent note = m_publisher.note(ConnectionEvent::Kind::AttemptStarted, generation);
    note.attempt = planned.attempt;
    note.planned = planned.planned;

    lock.unlock();
    m_publisher.tell(note);
    auto greeted = withMemory("connect", [&] {
        return Handshake(m_url, m_options, m_publisher, m_connectStop, generation, 0).guest(commandName);
    });
    if (greeted) {
        install(std::move(*greeted));
    } else {
        note = m_publisher.note(ConnectionEvent::Kind::AttemptFailed, generation);
        note.attempt = planned.attempt;
        note.planned = planned.planned;
        note.error = greeted.error();
        m_publisher.tell(note);
    }
    lock.lock();
    if (!greeted)
        return tl::unexpected(greeted.error());
    return {};
}

void Session::Impl::tellUnlocked(Lock &lock, const ConnectionEvent &note)
{
    lock.unlock();
    m_publisher.tell(note);
    lock.lock();
}

/// Of any thread.
void Session::Impl::stopRetrying() noexcept
{
    const std::lock_guard lock(m_mutex);
    if (m_facts.state != State::Retrying)
        return;
    m_episodeStop = true;
    m_connectStop.signal();
    m_watcherWake.notify_one();
}

/// Of any thread.
void Session::Impl::setRetry(retry::Policy policy)
{
    const std::lock_guard lock(m_mutex);
    m_retry = policy;
}

/// Of any thread but the watcher's.
Session::Result<void> Session::Impl::reconnect()
{
    Lock lock(m_mutex);
    if (m_facts.state == State::Lost && !m_loss)
        wish(retry::Policy::once());
    m_turn.wait(lock, [this] { return m_facts.state != State::Retrying; });
    if (m_facts.state == State::Connected)
        return {};
    return tl::unexpected(m_lastError);
}

} // namespace rumpscope::session
