// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/session/session_impl.h"

#include <system_error>

namespace rumpscope::session {

namespace {

/// Calls at once before the list of waiting ones grows.
constexpr std::size_t kUsualCalls = 64;

/// A real server dies of an empty command name.
SessionOptions harmless(SessionOptions options)
{
    if (options.commandName.empty())
        options.commandName = SessionOptions{}.commandName;
    return options;
}

} // namespace

Session::Impl::Impl(transport::ServerUrl url, SessionOptions options)
    : m_url(std::move(url))
    , m_options(harmless(std::move(options)))
    , m_id(event::nextSessionId())
    , m_publisher(m_options.observer, m_id, m_options.housekeeping)
    , m_retry(m_options.retry)
    , m_lastError{ClientError::Kind::Connection, 0, 0, "There was no connection yet."}
{
    m_facts.commandName = m_options.commandName;
    m_waiting.reserve(kUsualCalls);
}

Session::Impl::~Impl()
{
    close();
    if (m_watcher.joinable())
        m_watcher.join();
}

Session::Result<void> Session::Impl::begin(const std::optional<wire::Cookie> &cookie)
{
    ConnectionEvent note = m_publisher.note(ConnectionEvent::Kind::Connecting, {});
    note.text = m_url.text();
    m_publisher.tell(note);
    Handshake handshake(m_url, m_options, m_publisher, firstStop(), Generation{1}, threadNumber());
    auto greeted = cookie ? handshake.claim(*cookie) : handshake.guest(m_options.commandName);
    if (greeted) {
        try {
            m_watcher = std::thread([this] { watch(); });
        } catch (const std::system_error &error) {
            greeted = tl::unexpected(ClientError{ClientError::Kind::Connection, error.code().value(), 0,
                                                 "No thread can be started to watch the connection."});
        }
    }
    if (!greeted) {
        note = m_publisher.note(ConnectionEvent::Kind::AttemptFailed, {});
        note.error = greeted.error();
        m_publisher.tellLast(note);
        return tl::unexpected(greeted.error());
    }
    const auto pid = greeted->pid;
    install(std::move(*greeted));
    if (cookie) {
        note = m_publisher.note(ConnectionEvent::Kind::Claimed, Generation{1});
        note.cookie = cookie;
        note.pid = pid;
        m_publisher.tell(note);
    }
    return {};
}

/// What ends the waits of the first connection: nobody else can reach the session yet.
transport::Wakeup &Session::Impl::firstStop()
{
    return m_options.stop ? *m_options.stop : m_connectStop;
}

Session::Result<void> Session::Impl::cancel(const wire::Cookie &cookie)
{
    ConnectionEvent note = m_publisher.note(ConnectionEvent::Kind::Connecting, {});
    note.text = m_url.text();
    m_publisher.tell(note);
    auto cancelled =
        Handshake(m_url, m_options, m_publisher, firstStop(), Generation{1}, threadNumber()).cancel(cookie);
    note = m_publisher.note(
        cancelled ? ConnectionEvent::Kind::Cancelled : ConnectionEvent::Kind::AttemptFailed, {});
    note.cookie = cookie;
    if (!cancelled)
        note.error = cancelled.error();
    m_publisher.tellLast(note);
    return cancelled;
}

void Session::Impl::install(Greeted greeted)
{
    const Generation generation = greeted.connection->generation();
    ConnectionEvent note = m_publisher.note(ConnectionEvent::Kind::Established, generation);
    note.banner = greeted.banner;
    note.pid = greeted.pid;
    {
        // Before it is told: who hears of the new process may call it at once.
        const std::lock_guard lock(m_mutex);
        m_facts.generation = generation;
        m_facts.pid = greeted.pid;
        m_facts.banner = std::move(greeted.banner);
        note.text = m_facts.commandName;
    }
    m_publisher.tell(note);
    m_memory.forgetAnonymous();
    // What came together with the last answer of the handshake: whoever reads next waits on the socket.
    const auto early = withMemory(kTakeFrames, [&] { return dispatchBuffered(*greeted.connection); });

    const std::lock_guard lock(m_mutex);
    if (m_facts.state == State::Closed)
        return;
    m_facts.state = State::Connected;
    m_connection = std::move(greeted.connection);
    m_nextReqno = greeted.nextReqno;
    m_broken = false;
    for (Waiting *waiting : m_waiting) {
        if (waiting->outcome == Waiting::Outcome::Pending) {
            waiting->outcome = Waiting::Outcome::Again;
            waiting->changed.notify_one();
        }
    }
    m_watcherWake.notify_one();
    m_turn.notify_all();
    if (!early)
        lose(std::shared_ptr(m_connection), early.error());
}

void Session::Impl::close() noexcept
{
    std::call_once(m_closed, [this] {
        if (const Facts now = facts(); now.state != State::Closed)
            m_publisher.tellLast(m_publisher.note(ConnectionEvent::Kind::Closed, now.generation));
        std::shared_ptr<Connection> connection;
        {
            const std::lock_guard lock(m_mutex);
            if (m_facts.state != State::Closed)
                m_lastError = {ClientError::Kind::Stopped, 0, 0, "the session was closed."};
            m_facts.state = State::Closed;
            failAll(m_lastError);
            connection = std::move(m_connection);
            m_watcherWake.notify_one();
            m_turn.notify_all();
        }
        if (connection)
            connection->stream().shutdown();
        m_watcherCall.signal();
        m_connectStop.signal();
    });
}

void Session::Impl::dropConnection() noexcept
{
    std::shared_ptr<Connection> connection;
    {
        const std::lock_guard lock(m_mutex);
        connection = m_connection;
    }
    if (connection)
        connection->stream().shutdown();
}

Session::Impl::Facts Session::Impl::facts() const
{
    const std::lock_guard lock(m_mutex);
    return m_facts;
}

void Session::Impl::fail(Waiting &waiting, const ClientError &error)
{
    if (waiting.outcome != Waiting::Outcome::Pending)
        return;
    waiting.outcome = Waiting::Outcome::Failed;
    waiting.error = error;
    waiting.changed.notify_one();
}

void Session::Impl::failAll(const ClientError &error)
{
    for (Waiting *waiting : m_waiting)
        fail(*waiting, error);
}

} // namespace rumpscope::session
