// SPDX-License-Identifier: BSD-2-Clause
// The inside of a session. `m_mutex` guards all state; it is never held while sending, receiving or
// observing.
//
// Reading belongs to one thread at a time: a caller that waits for its answer, or the watcher while nobody
// calls. Only the reader declares a connection lost, after it has taken everything that came; a sender that
// fails shuts the connection down, so that its reader finds the end. What follows from a loss is the
// watcher's work: it tells, decides which calls fail, runs the episode, and wakes the callers.
#pragma once

#include "clientcore/retry/episode.h"
#include "clientcore/session/handshake.h"
#include "clientcore/session/request.h"
#include "clientcore/session/session.h"

#include <thread>
#include <vector>

namespace rumpscope::session {

using event::ClientError;
using event::ConnectionEvent;
using event::Generation;
using event::SessionId;

class Session::Impl
{
public:
    using Lock = std::unique_lock<std::mutex>;

    Impl(transport::ServerUrl url, SessionOptions options);
    ~Impl();

    // session_lifecycle.cpp: beginning and end
    [[nodiscard]] Result<void> begin(const std::optional<wire::Cookie> &cookie);
    [[nodiscard]] Result<void> cancel(const wire::Cookie &cookie);
    void close() noexcept;
    void dropConnection() noexcept;

    // session_calls.cpp: the call path
    [[nodiscard]] Result<SyscallResult> syscall(const SyscallRequest &request);
    [[nodiscard]] Result<wire::Cookie> prefork();
    [[nodiscard]] Result<void> exec(std::string commandName);

    // session_episode.cpp: losing and coming back
    void stopRetrying() noexcept;
    void setRetry(retry::Policy policy);
    [[nodiscard]] Result<void> reconnect();

    /// What can be asked for from outside, copied at once.
    struct Facts
    {
        State state = State::Lost;
        Generation generation{};
        std::optional<std::int32_t> pid;
        wire::Banner banner;
        std::string commandName;
    };
    [[nodiscard]] Facts facts() const;

    const transport::ServerUrl m_url;
    const SessionOptions m_options;
    const SessionId m_id;
    memory::GuestMemory m_memory;

private:
    /// A lost connection whose consequences are not drawn yet.
    struct Loss
    {
        ClientError error;
        transport::TimePoint time;
        Generation generation;
        bool broken; ///< the peer broke the protocol: not to be reconnected by policy
    };
    /// Keeps new requests out while an EXEC runs.
    class Exclusive;
    struct Answer;

    // session_lifecycle.cpp
    [[nodiscard]] transport::Wakeup &firstStop();
    void install(Greeted greeted);
    void fail(Waiting &waiting, const ClientError &error);
    void failAll(const ClientError &error);

    // session_calls.cpp
    [[nodiscard]] Result<void> exchange(Waiting &waiting);
    [[nodiscard]] Result<void> awaitTurn(Lock &lock, Waiting &waiting);
    [[nodiscard]] bool assign(Waiting &waiting, Connection &connection);
    [[nodiscard]] Result<void> transmit(Connection &connection, Waiting &waiting);
    void awaitAnswer(Lock &lock, const std::shared_ptr<Connection> &connection, Waiting &waiting);
    void park(Lock &lock, Waiting &waiting);
    void passReadingOn(Connection &connection);
    void leave(Waiting &waiting);
    [[nodiscard]] std::uint32_t threadNumber();

    // session_dispatch.cpp: frames from the server
    using Taken = Result<void>;
    static constexpr const char *kTakeFrames = "take what the server sent"; ///< for withMemory()
    [[nodiscard]] Taken readSome(Connection &connection);
    [[nodiscard]] Taken dispatchBuffered(Connection &connection);
    [[nodiscard]] Taken dispatch(Connection &connection, const wire::FrameView &frame,
                                 transport::TimePoint when);
    [[nodiscard]] Taken answer(Connection &connection, const wire::FrameView &frame,
                               transport::TimePoint when);
    [[nodiscard]] static wire::Decoded<Answer> decodeAnswer(const wire::FrameView &frame);
    [[nodiscard]] Waiting *awaiting(const Connection &connection, const wire::Header &header);
    static void accept(Waiting &waiting, const Answer &answer, transport::TimePoint when);

    // session_service.cpp: requests of the server
    [[nodiscard]] Taken serve(Connection &connection, const wire::FrameView &frame,
                              transport::TimePoint when);
    [[nodiscard]] Taken serveCopyIn(Connection &connection, const wire::FrameView &frame,
                                    transport::TimePoint when);
    [[nodiscard]] Taken serveCopyOut(Connection &connection, const wire::FrameView &frame,
                                     transport::TimePoint when);
    [[nodiscard]] Taken serveAnonMmap(Connection &connection, const wire::FrameView &frame,
                                      transport::TimePoint when);
    void raised(Connection &connection, const wire::FrameView &frame, transport::TimePoint when);
    using Lender = tl::expected<memory::LenderId, memory::Violation>;
    [[nodiscard]] Publisher::About served(const Connection &connection, const Lender &lender, bool roundTrip);
    [[nodiscard]] Publisher::About servedAlone(const Connection &connection);
    [[nodiscard]] static Publisher::About servedFor(Waiting &waiting, bool roundTrip);
    void received(const Connection &connection, const wire::FrameView &frame, transport::TimePoint when,
                  const Publisher::About &about) const;
    void reply(Connection &connection, const Publisher::About &about);
    void tellViolation(const Connection &connection, const memory::Violation &violation);
    [[nodiscard]] static tl::unexpected<ClientError> violated(const memory::Violation &violation);

    // session_watcher.cpp
    void watch();
    void rest(Lock &lock);
    void watchIdle(Lock &lock);
    [[nodiscard]] Result<void> waitAndRead(Connection &connection);

    // session_episode.cpp
    void lose(const std::shared_ptr<Connection> &connection, const ClientError &error);
    void settleLoss(Lock &lock);
    void awaitSenders(Lock &lock);
    [[nodiscard]] std::vector<std::uint32_t> failUnanswered(const ClientError &error);
    void wish(const retry::Policy &policy);
    void runEpisode(Lock &lock, const retry::Policy &policy, transport::TimePoint begin);
    void endEpisode(const ClientError &error);
    void die();
    void tellDeath(Lock &lock);
    [[nodiscard]] bool sleepUntil(Lock &lock, const retry::Episode::WaitUntil &pause);
    [[nodiscard]] Result<void> attempt(Lock &lock, const retry::Episode::Attempt &planned);
    void tellUnlocked(Lock &lock, const ConnectionEvent &note);

    Publisher m_publisher;
    transport::Wakeup m_watcherCall; ///< ends the watcher's wait on the socket
    transport::Wakeup m_connectStop; ///< ends connecting and handshakes

    mutable std::mutex m_mutex;
    Facts m_facts;
    std::shared_ptr<Connection> m_connection; ///< set while Connected
    retry::Policy m_retry;
    ClientError m_lastError;
    bool m_broken = false;        ///< lost by a protocol failure: only reconnect() comes back
    bool m_exclusive = false;     ///< an EXEC is under way
    bool m_episodeStop = false;   ///< the user ended the episode
    bool m_watcherSleeps = false; ///< until the last call has left
    std::optional<Loss> m_loss;
    std::optional<retry::Policy> m_wish; ///< an episode somebody asked for while the session was lost
    std::uint64_t m_nextReqno = 1;
    std::uint64_t m_requests = 0; ///< grows with every request: the watcher sees whether calls keep coming
    std::vector<Waiting *> m_waiting;
    std::condition_variable m_watcherWake;
    std::condition_variable m_turn;          ///< an EXEC is over, or the connection is
    std::atomic<std::uint32_t> m_threads{0}; ///< numbered so far
    std::once_flag m_closed;
    std::thread m_watcher; ///< from begin() on
};

} // namespace rumpscope::session
