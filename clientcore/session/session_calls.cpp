// SPDX-License-Identifier: BSD-2-Clause
// Leader and followers: the caller writes its frame and, if nobody reads, reads until its own answer has
// come.
#include "clientcore/session/session_impl.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rumpscope::session {

namespace {

ClientError newProcess(Generation now)
{
    return {
        ClientError::Kind::Connection, 0, 0,
        fmt::format("The call was not made: the session was reconnecting, and its process is a new one now "
                    "(connection {}), without the descriptors of the old one.",
                    static_cast<unsigned>(now))};
}

} // namespace

/// Waits until no other EXEC runs, then keeps new requests out. `session.m_mutex` is held around both ends.
class Session::Impl::Exclusive
{
public:
    explicit Exclusive(Impl &session)
        : m_session(session)
    {
        Lock lock(session.m_mutex);
        session.m_turn.wait(lock,
                            [&] { return !session.m_exclusive || session.m_facts.state == State::Closed; });
        m_mine = !session.m_exclusive;
        session.m_exclusive = true;
    }
    ~Exclusive()
    {
        const std::lock_guard lock(m_session.m_mutex);
        if (m_mine)
            m_session.m_exclusive = false;
        m_session.m_turn.notify_all();
    }
    Exclusive(const Exclusive &) = delete;
    Exclusive &operator=(const Exclusive &) = delete;

private:
    Impl &m_session;
    bool m_mine = false;
};

Session::Result<SyscallResult> Session::Impl::syscall(const SyscallRequest &call)
{
    const Request request{.number = call.number,
                          .arguments = call.arguments,
                          .memory = call.memory,
                          .repeatable = call.repeatable,
                          .housekeeping = call.housekeeping};
    Waiting waiting(request, threadNumber());
    const auto exchanged = exchange(waiting);
    if (call.memory)
        call.memory->takeBack();
    if (!exchanged)
        return tl::unexpected(exchanged.error());
    return SyscallResult{waiting.reply.error, waiting.reply.retval, waiting.reqno,      waiting.born,
                         waiting.sent,        waiting.answered,     waiting.roundTrips, waiting.repeated};
}

Session::Result<wire::Cookie> Session::Impl::prefork()
{
    const Request request{.type = wire::FrameType::Prefork};
    Waiting waiting(request, threadNumber());
    if (auto exchanged = exchange(waiting); !exchanged)
        return tl::unexpected(exchanged.error());
    ConnectionEvent note = m_publisher.note(ConnectionEvent::Kind::Prepared, waiting.born);
    note.cookie = waiting.cookie;
    m_publisher.tell(note);
    return waiting.cookie;
}

Session::Result<void> Session::Impl::exec(std::string commandName)
{
    if (commandName.empty())
        return tl::unexpected(ClientError{
            ClientError::Kind::Refused, 0, static_cast<unsigned>(wire::ErrorCode::MalformedRequest),
            "an exec without a command name, before it left: it ends a real server"});
    const Exclusive exclusive(*this);
    const Request request{.type = wire::FrameType::Handshake, .commandName = commandName};
    Waiting waiting(request, threadNumber());
    if (auto exchanged = exchange(waiting); !exchanged)
        return exchanged;
    ConnectionEvent note = m_publisher.note(ConnectionEvent::Kind::Execed, waiting.born);
    note.text = commandName;
    {
        const std::lock_guard lock(m_mutex);
        m_facts.commandName = std::move(commandName);
    }
    m_publisher.tell(note);
    return {};
}

Session::Result<void> Session::Impl::exchange(Waiting &waiting)
{
    Lock lock(m_mutex);
    waiting.born = m_facts.generation;
    m_waiting.push_back(&waiting);
    for (;;) {
        if (auto turn = awaitTurn(lock, waiting); !turn) {
            leave(waiting);
            return turn;
        }
        const auto connection = m_connection;
        const bool callWatcher = assign(waiting, *connection);
        lock.unlock();
        if (callWatcher)
            m_watcherCall.signal();
        const auto transmitted = transmit(*connection, waiting);
        lock.lock();
        if (!transmitted)
            fail(waiting, transmitted.error());
        awaitAnswer(lock, connection, waiting);
        if (waiting.outcome != Waiting::Outcome::Again)
            break;
        waiting.repeated = waiting.repeated || waiting.progress.load() == Waiting::Progress::Left;
    }
    leave(waiting);
    if (waiting.outcome == Waiting::Outcome::Failed)
        return tl::unexpected(waiting.error);
    return {};
}

/// Returns when the request may leave: there is a connection, and no EXEC is ahead of it.
Session::Result<void> Session::Impl::awaitTurn(Lock &lock, Waiting &waiting)
{
    waiting.connection = nullptr;
    for (;;) {
        if (waiting.outcome == Waiting::Outcome::Failed)
            return tl::unexpected(waiting.error);
        waiting.outcome = Waiting::Outcome::Pending;
        switch (m_facts.state) {
        case State::Closed:
            return tl::unexpected(m_lastError);
        case State::Lost:
            if (m_loss || m_broken || !m_retry.makesAttempts())
                return tl::unexpected(m_lastError);
            wish(m_retry);
            [[fallthrough]];
        case State::Retrying:
            park(lock, waiting);
            break;
        case State::Connected:
            if (waiting.born != m_facts.generation && !waiting.request.repeatable)
                return tl::unexpected(newProcess(m_facts.generation));
            if (!m_exclusive || waiting.request.type == wire::FrameType::Handshake) {
                waiting.born = m_facts.generation;
                return {};
            }
            m_turn.wait(lock);
            break;
        }
    }
}

/// Gives the request its number, and the reading role if nobody has it. True: the watcher has to be called.
bool Session::Impl::assign(Waiting &waiting, Connection &connection)
{
    ++m_requests;
    waiting.connection = &connection;
    waiting.reqno = m_nextReqno++;
    waiting.roundTrips = 1;
    waiting.progress.store(Waiting::Progress::Writing, std::memory_order_relaxed);
    auto &reading = connection.reading;
    waiting.leads = !reading.taken;
    reading.taken = true;
    const bool callWatcher = reading.byWatcher && !reading.watcherCalled;
    reading.watcherCalled = reading.watcherCalled || callWatcher;
    return callWatcher;
}

/// An error: nothing of it has left, and it is this call's alone.
Session::Result<void> Session::Impl::transmit(Connection &connection, Waiting &waiting)
{
    const Request &request = waiting.request;
    tl::expected<void, transport::StreamError> sent;
    auto made = withMemory("make the call", [&]() -> Result<void> {
        if (request.memory)
            request.memory->lend(waiting.reqno);
        sent = connection.send([&](wire::FrameWriter &writer) { request.write(writer, waiting.reqno); },
                               [&](wire::ByteView bytes, transport::TimePoint when) {
                                   waiting.sent = when;
                                   m_publisher.frame(Direction::ToServer, when, connection.generation(),
                                                     viewOf(bytes), {waiting.thread, request.housekeeping});
                               });
        return {};
    });
    const bool left = made && sent;
    waiting.progress.store(left ? Waiting::Progress::Left : Waiting::Progress::Unsent,
                           std::memory_order_release);
    if (!made)
        return made;
    if (!sent) {
        connection.stream().shutdown(); // what had come before the end is still there to be read
        return {};
    }
    if (waiting.repeated) {
        ConnectionEvent note = m_publisher.note(ConnectionEvent::Kind::Repeated, connection.generation());
        note.number = request.number;
        m_publisher.tell(note);
    }
    return {};
}

void Session::Impl::awaitAnswer(Lock &lock, const std::shared_ptr<Connection> &connection, Waiting &waiting)
{
    while (waiting.outcome == Waiting::Outcome::Pending) {
        if (!waiting.leads) {
            park(lock, waiting);
            continue;
        }
        lock.unlock();
        const auto taken = readSome(*connection);
        lock.lock();
        if (!taken) {
            waiting.leads = false;
            lose(connection, taken.error());
        }
    }
    if (waiting.leads) {
        waiting.leads = false;
        passReadingOn(*connection);
    }
}

void Session::Impl::park(Lock &lock, Waiting &waiting)
{
    waiting.parked = true;
    waiting.changed.wait(lock);
    waiting.parked = false;
}

/// The reading role goes to a call that waits, best to one that has nothing else to do; else to nobody.
void Session::Impl::passReadingOn(Connection &connection)
{
    Waiting *heir = nullptr;
    for (Waiting *waiting : m_waiting) {
        if (waiting->connection != &connection || waiting->outcome != Waiting::Outcome::Pending)
            continue;
        heir = waiting;
        if (heir->parked)
            break;
    }
    connection.reading.taken = heir != nullptr;
    if (heir) {
        heir->leads = true;
        heir->changed.notify_one();
    }
}

void Session::Impl::leave(Waiting &waiting)
{
    m_waiting.erase(std::find(m_waiting.begin(), m_waiting.end(), &waiting));
    if (m_waiting.empty() && m_watcherSleeps)
        m_watcherWake.notify_one();
}

/// Threads are numbered as they come. Each remembers its number in a few sessions; one that serves more of
/// them gets a new number when it comes back.
std::uint32_t Session::Impl::threadNumber()
{
    struct Number
    {
        SessionId session{};
        std::uint32_t number = 0;
    };
    constexpr std::size_t kRemembered = 64;
    thread_local std::array<Number, kRemembered> known{};
    thread_local std::size_t latest = 0;
    thread_local std::size_t oldest = 0;
    if (known[latest].session == m_id)
        return known[latest].number;
    const auto found =
        std::find_if(known.begin(), known.end(), [this](const Number &n) { return n.session == m_id; });
    if (found != known.end()) {
        latest = static_cast<std::size_t>(found - known.begin());
        return found->number;
    }
    latest = oldest;
    oldest = (oldest + 1) % kRemembered;
    known[latest] = {m_id, m_threads.fetch_add(1, std::memory_order_relaxed) + 1};
    return known[latest].number;
}

} // namespace rumpscope::session
