// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/session/connection.h"

#include <fmt/format.h>

#include <cerrno>

namespace rumpscope::session {

namespace {

using StreamKind = transport::StreamError::Kind;

/// Enough for three pages with their headers in one recv(2).
constexpr std::size_t kRoom = 16384;

ClientError tooLate(const char *what)
{
    return {ClientError::Kind::Deadline, 0, 0,
            fmt::format("The server accepted the connection, but its {} did not come in time. "
                        "It may be stopped, or not a rump kernel.",
                        what)};
}

ClientError closedBefore(const char *what, int hostErrno)
{
    return {ClientError::Kind::Connection, hostErrno, 0,
            fmt::format("The server closed the connection before its {} came. "
                        "It may have no room for another client.",
                        what)};
}

} // namespace

ClientError fromStream(const transport::StreamError &error)
{
    switch (error.kind) {
    case StreamKind::Woken:
        return {ClientError::Kind::Stopped, 0, 0, error.sentence()};
    case StreamKind::Timeout:
        return {ClientError::Kind::Deadline, 0, 0, error.sentence()};
    case StreamKind::System:
    case StreamKind::Closed:
        break;
    }
    return {ClientError::Kind::Connection, error.hostErrno, 0, error.sentence()};
}

ClientError protocolError(std::string sentence)
{
    return {ClientError::Kind::Protocol, 0, 0, std::move(sentence)};
}

ClientError noMemory(const char *doing) noexcept
{
    ClientError error{ClientError::Kind::Connection, ENOMEM, 0,
                      "Out of memory."}; // fits into the string itself
    try {
        error.detail = fmt::format("There is not enough memory to {}: close what is not needed.", doing);
    } catch (const std::bad_alloc &) {
        // The short sentence it is.
    }
    return error;
}

wire::FrameView viewOf(wire::ByteView bytes)
{
    return {wire::decodeHeader(bytes.first<wire::kHeaderSize>()), bytes.subspan(wire::kHeaderSize)};
}

Connection::Connection(transport::Stream stream, std::uint64_t frameLimit, Generation generation)
    : m_stream(std::move(stream))
    , m_reader(wire::FrameReader::Role::Client, frameLimit)
    , m_generation(generation)
{}

tl::expected<wire::Banner, ClientError> Connection::readBanner(transport::Deadline deadline,
                                                               transport::Wakeup &wake)
{
    for (;;) {
        auto line = m_reader.banner();
        if (!line)
            return tl::unexpected(protocolError(line.error().sentence()));
        if (*line)
            return std::move(**line);
        if (auto more = receiveBefore(deadline, wake, "banner"); !more)
            return tl::unexpected(more.error());
    }
}

tl::expected<wire::FrameView, ClientError> Connection::readFrame(transport::Deadline deadline,
                                                                 transport::Wakeup &wake, const char *what)
{
    for (;;) {
        auto frame = m_reader.next();
        if (!frame)
            return tl::unexpected(protocolError(frame.error().sentence()));
        // A server that never stops talking is as late as one that is silent.
        if (deadline.expired())
            return tl::unexpected(tooLate(what));
        if (*frame)
            return **frame;
        if (auto more = receiveBefore(deadline, wake, what); !more)
            return tl::unexpected(more.error());
    }
}

tl::expected<void, ClientError> Connection::receiveBefore(transport::Deadline deadline,
                                                          transport::Wakeup &wake, const char *what)
{
    if (auto waited = m_stream.waitReadable(deadline, &wake); !waited)
        return tl::unexpected(waited.error().kind == StreamKind::Timeout ? tooLate(what)
                                                                         : fromStream(waited.error()));
    const auto got = m_stream.receiveNow(m_reader.prepare(kRoom));
    if (!got)
        return tl::unexpected(closedBefore(what, got.error().hostErrno));
    m_reader.commit(*got);
    return {};
}

tl::expected<void, ClientError> Connection::receive()
{
    return taken(m_stream.receive(m_reader.prepare(kRoom)));
}

tl::expected<void, ClientError> Connection::receiveNow()
{
    return taken(m_stream.receiveNow(m_reader.prepare(kRoom)));
}

tl::expected<void, ClientError>
Connection::taken(const tl::expected<std::size_t, transport::StreamError> &got)
{
    if (got) {
        m_reader.commit(*got);
        return {};
    }
    ClientError error = fromStream(got.error());
    if (got.error().kind == StreamKind::Closed)
        error.detail =
            m_reader.atBoundary()
                ? "The kernel closed the connection, or its program has ended."
                : fmt::format("The connection was closed in the middle of a frame, {} bytes into it.",
                              m_reader.buffered());
    return tl::unexpected(std::move(error));
}

} // namespace rumpscope::session
