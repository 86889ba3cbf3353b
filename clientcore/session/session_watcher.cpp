// SPDX-License-Identifier: BSD-2-Clause
// The thread that reads while nobody calls, and brings a lost connection back.
#include "clientcore/session/session_impl.h"

namespace rumpscope::session {

namespace {

/// How long a session is idle before the watcher reads. While calls keep coming it only looks this often.
constexpr auto kIdle = std::chrono::milliseconds(1);

} // namespace

void Session::Impl::watch()
{
    Lock lock(m_mutex);
    while (m_facts.state != State::Closed) {
        if (m_loss)
            settleLoss(lock);
        else if (m_wish)
            runEpisode(lock, *std::exchange(m_wish, {}), transport::Clock::now());
        else if (m_facts.state == State::Connected)
            rest(lock);
        else
            m_watcherWake.wait(lock);
    }
}

/// Looks again after a while without being woken by each call; then sleeps until the last call has left, or
/// reads.
void Session::Impl::rest(Lock &lock)
{
    const std::uint64_t seen = m_requests;
    const auto woken = m_watcherWake.wait_for(lock, kIdle);
    if (woken == std::cv_status::no_timeout || m_requests != seen || !m_connection)
        return;
    if (m_waiting.empty()) {
        watchIdle(lock);
        return;
    }
    m_watcherSleeps = true;
    m_watcherWake.wait(lock);
    m_watcherSleeps = false;
}

void Session::Impl::watchIdle(Lock &lock)
{
    const auto connection = m_connection;
    if (connection->reading.taken)
        return;
    connection->reading = {.taken = true, .byWatcher = true, .watcherCalled = false};
    while (m_waiting.empty() && m_connection == connection) {
        lock.unlock();
        auto taken = waitAndRead(*connection);
        lock.lock();
        if (!taken)
            lose(connection, taken.error());
    }
    connection->reading = {};
    passReadingOn(*connection);
}

/// Returns when something was read or a caller wants to read.
Session::Result<void> Session::Impl::waitAndRead(Connection &connection)
{
    const auto readable = connection.stream().waitReadable(transport::Deadline::never(), &m_watcherCall);
    if (!readable && readable.error().kind == transport::StreamError::Kind::Woken) {
        m_watcherCall.clear();
        return {};
    }
    return withMemory(kTakeFrames, [&]() -> Result<void> {
        if (auto received = connection.receiveNow(); !received)
            return received;
        return dispatchBuffered(connection);
    });
}

} // namespace rumpscope::session
