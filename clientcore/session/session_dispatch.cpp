// SPDX-License-Identifier: BSD-2-Clause
// What the reading thread does with each frame that comes.
#include "clientcore/session/session_impl.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::session {

namespace {

/// How often the reader steps aside for a sender that has not told its observer yet.
constexpr int kPatience = 1000;

/// An answer is observed after its request. The sender is between send(2) and the observer: let it get there.
/// A server that answers what it has not received is not waited for.
void letSenderFinish(const Waiting &waiting)
{
    for (int i = 0; i < kPatience; ++i) {
        if (waiting.progress.load(std::memory_order_acquire) != Waiting::Progress::Writing)
            return;
        std::this_thread::yield();
    }
}

} // namespace

/// What an answer says, whatever it answers.
struct Session::Impl::Answer
{
    wire::SyscallReply reply{};
    wire::Cookie cookie{};
    std::optional<unsigned> refusal; ///< an ERROR's word or a handshake's error
};

wire::Decoded<Session::Impl::Answer> Session::Impl::decodeAnswer(const wire::FrameView &frame)
{
    Answer answer;
    if (frame.header.frameClass == wire::FrameClass::Error) {
        answer.refusal = frame.header.word;
        return answer;
    }
    switch (frame.header.type) {
    case wire::FrameType::Syscall:
        return wire::decodeSyscallReply(frame).map([&](const wire::SyscallReply &reply) {
            answer.reply = reply;
            return answer;
        });
    case wire::FrameType::Prefork:
        return wire::decodePreforkReply(frame).map([&](const wire::Cookie &cookie) {
            answer.cookie = cookie;
            return answer;
        });
    case wire::FrameType::Handshake:
        return wire::decodeHandshakeReply(frame).map([&](std::int32_t error) {
            if (error != 0)
                answer.refusal = static_cast<unsigned>(error);
            return answer;
        });
    default:
        return answer; // answers nothing we ask
    }
}

Session::Result<void> Session::Impl::readSome(Connection &connection)
{
    return withMemory(kTakeFrames, [&]() -> Result<void> {
        if (auto received = connection.receive(); !received)
            return received;
        return dispatchBuffered(connection);
    });
}

/// Leaves no whole frame behind: who reads next waits on the socket first.
Session::Result<void> Session::Impl::dispatchBuffered(Connection &connection)
{
    const auto when = transport::Clock::now();
    for (;;) {
        const auto frame = connection.reader().next();
        if (!frame)
            return tl::unexpected(protocolError(frame.error().sentence()));
        if (!*frame)
            return {};
        if (auto taken = dispatch(connection, **frame, when); !taken)
            return taken;
    }
}

Session::Result<void> Session::Impl::dispatch(Connection &connection, const wire::FrameView &frame,
                                              transport::TimePoint when)
{
    switch (frame.header.frameClass) {
    case wire::FrameClass::Response:
    case wire::FrameClass::Error:
        return answer(connection, frame, when);
    case wire::FrameClass::Request:
        return serve(connection, frame, when);
    }
    m_publisher.frame(Direction::FromServer, when, connection.generation(), frame, {});
    return tl::unexpected(
        protocolError(fmt::format("The server sent a frame of class {}, which rump_sp does not have.",
                                  static_cast<unsigned>(frame.header.frameClass))));
}

/// The call that waits for this answer. m_mutex is held. An ERROR of a real server says HANDSHAKE whatever it
/// refuses: its number alone tells.
Waiting *Session::Impl::awaiting(const Connection &connection, const wire::Header &header)
{
    const auto found = std::find_if(m_waiting.begin(), m_waiting.end(), [&](const Waiting *waiting) {
        return waiting->connection == &connection && waiting->reqno == header.reqno &&
               (header.frameClass == wire::FrameClass::Error || waiting->request.type == header.type) &&
               waiting->outcome == Waiting::Outcome::Pending;
    });
    return found == m_waiting.end() ? nullptr : *found;
}

Session::Result<void> Session::Impl::answer(Connection &connection, const wire::FrameView &frame,
                                            transport::TimePoint when)
{
    Publisher::About about;
    {
        const std::lock_guard lock(m_mutex);
        const Waiting *waiting = awaiting(connection, frame.header);
        if (waiting) {
            letSenderFinish(*waiting);
            about = {waiting->thread, waiting->request.housekeeping};
        }
    }
    m_publisher.frame(Direction::FromServer, when, connection.generation(), frame, about);
    const auto content = decodeAnswer(frame);
    if (!content)
        return tl::unexpected(protocolError(content.error().sentence()));

    Lock lock(m_mutex);
    if (Waiting *waiting = awaiting(connection, frame.header)) {
        accept(*waiting, *content, when);
        return {};
    }
    lock.unlock();
    ConnectionEvent note = m_publisher.note(ConnectionEvent::Kind::StrayAnswer, connection.generation());
    note.number = static_cast<std::int64_t>(frame.header.reqno);
    m_publisher.tell(note);
    return {};
}

/// m_mutex is held.
void Session::Impl::accept(Waiting &waiting, const Answer &answer, transport::TimePoint when)
{
    waiting.answered = when;
    waiting.outcome = Waiting::Outcome::Answered;
    if (answer.refusal) {
        waiting.outcome = Waiting::Outcome::Failed;
        waiting.error = {ClientError::Kind::Refused, 0, *answer.refusal, waiting.request.what()};
    }
    waiting.reply = answer.reply;
    waiting.cookie = answer.cookie;
    if (waiting.parked)
        waiting.changed.notify_one();
}

} // namespace rumpscope::session
