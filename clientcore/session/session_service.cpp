// SPDX-License-Identifier: BSD-2-Clause
// The server's own requests: memory that calls lent it, anonymous maps, signals.
#include "clientcore/session/session_impl.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::session {

Session::Result<void> Session::Impl::serve(Connection &connection, const wire::FrameView &frame,
                                           transport::TimePoint when)
{
    switch (frame.header.type) {
    case wire::FrameType::CopyIn:
    case wire::FrameType::CopyInStr:
        return serveCopyIn(connection, frame, when);
    case wire::FrameType::CopyOut:
    case wire::FrameType::CopyOutStr:
        return serveCopyOut(connection, frame, when);
    case wire::FrameType::AnonMmap:
        return serveAnonMmap(connection, frame, when);
    case wire::FrameType::Raise:
        raised(connection, frame, when);
        return {};
    case wire::FrameType::Handshake:
    case wire::FrameType::Syscall:
    case wire::FrameType::Prefork:
        break;
    }
    received(connection, frame, when, {});
    return tl::unexpected(
        protocolError(fmt::format("The server sent a request of type {} ({}), which only clients may send.",
                                  static_cast<unsigned>(frame.header.type), wire::name(frame.header.type))));
}

Session::Result<void> Session::Impl::serveCopyIn(Connection &connection, const wire::FrameView &frame,
                                                 transport::TimePoint when)
{
    const auto request = wire::decodeCopyIn(frame);
    if (!request) {
        received(connection, frame, when, {});
        return tl::unexpected(protocolError(request.error().sentence()));
    }
    const bool isString = frame.header.type == wire::FrameType::CopyInStr;
    wire::FrameWriter &writer = connection.replies();
    writer.clear();
    const auto write = [&](wire::ByteView bytes) { writer.copyInReply(frame.header.reqno, bytes); };
    const auto lender = isString ? m_memory.copyInStr(request->address, request->length, write)
                                 : m_memory.copyIn(request->address, request->length, write);
    const auto about = served(connection, lender, isString || lender);
    received(connection, frame, when, about);
    if (!lender) {
        tellViolation(connection, lender.error());
        if (!isString)
            return violated(lender.error());
        write({}); // the only refusal the protocol has
    }
    reply(connection, about);
    return {};
}

Session::Result<void> Session::Impl::serveCopyOut(Connection &connection, const wire::FrameView &frame,
                                                  transport::TimePoint when)
{
    const auto request = wire::decodeCopyOut(frame);
    if (!request) {
        received(connection, frame, when, {});
        return tl::unexpected(protocolError(request.error().sentence()));
    }
    const auto lender = m_memory.copyOut(request->address, request->data);
    received(connection, frame, when, served(connection, lender, false));
    if (lender)
        return {};
    tellViolation(connection, lender.error());
    return violated(lender.error());
}

Session::Result<void> Session::Impl::serveAnonMmap(Connection &connection, const wire::FrameView &frame,
                                                   transport::TimePoint when)
{
    const auto length = wire::decodeAnonMmapRequest(frame);
    // It does not say for which call: clear only if there is one alone.
    const auto about = length ? servedAlone(connection) : Publisher::About{};
    received(connection, frame, when, about);
    if (!length)
        return tl::unexpected(protocolError(length.error().sentence()));
    connection.replies().clear();
    connection.replies().anonMmapReply(frame.header.reqno, m_memory.mapAnonymous(*length).value_or(0));
    reply(connection, about);
    return {};
}

void Session::Impl::raised(Connection &connection, const wire::FrameView &frame, transport::TimePoint when)
{
    received(connection, frame, when, {});
    ConnectionEvent note = m_publisher.note(ConnectionEvent::Kind::Signal, connection.generation());
    note.number = frame.header.word;
    m_publisher.tell(note);
}

/// The call whose memory was touched, as observers see it; its round trips are counted here.
Publisher::About Session::Impl::served(const Connection &connection, const Lender &lender, bool roundTrip)
{
    if (!lender)
        return roundTrip ? servedAlone(connection) : Publisher::About{};
    const std::lock_guard lock(m_mutex);
    const auto found = std::find_if(m_waiting.begin(), m_waiting.end(), [&](const Waiting *waiting) {
        return waiting->connection == &connection && waiting->reqno == *lender;
    });
    if (found == m_waiting.end())
        return {};
    return servedFor(**found, roundTrip);
}

/// The same where no memory tells: known only if a single call is under way.
Publisher::About Session::Impl::servedAlone(const Connection &connection)
{
    const std::lock_guard lock(m_mutex);
    if (m_waiting.size() != 1 || m_waiting.front()->connection != &connection)
        return {};
    return servedFor(*m_waiting.front(), true);
}

Publisher::About Session::Impl::servedFor(Waiting &waiting, bool roundTrip)
{
    waiting.roundTrips += roundTrip ? 1 : 0;
    return {waiting.thread, waiting.request.housekeeping, waiting.reqno};
}

void Session::Impl::received(const Connection &connection, const wire::FrameView &frame,
                             transport::TimePoint when, const Publisher::About &about) const
{
    m_publisher.frame(Direction::FromServer, when, connection.generation(), frame, about);
}

/// Sends connection.replies(). If that fails the end of the connection is next to be read.
void Session::Impl::reply(Connection &connection, const Publisher::About &about)
{
    const auto sent = connection.sendReplies([&](wire::ByteView bytes, transport::TimePoint when) {
        m_publisher.frame(Direction::ToServer, when, connection.generation(), viewOf(bytes), about);
    });
    if (!sent)
        connection.stream().shutdown();
}

void Session::Impl::tellViolation(const Connection &connection, const memory::Violation &violation)
{
    ConnectionEvent note = m_publisher.note(ConnectionEvent::Kind::Violation, connection.generation());
    note.text = violation.sentence();
    m_publisher.tell(note);
}

tl::unexpected<ClientError> Session::Impl::violated(const memory::Violation &violation)
{
    return tl::unexpected(
        ClientError{ClientError::Kind::NotLent, 0, 0, violation.sentence() + " The connection was closed."});
}

} // namespace rumpscope::session
