// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/session/handshake.h"

#include "clientcore/session/session.h"

#include <fmt/format.h>

namespace rumpscope::session {

namespace {

constexpr std::uint32_t kGetpid = 20;

constexpr const char *kHandshakeAnswer = "answer to the handshake";
constexpr const char *kPidAnswer = "answer to the first call (getpid)";

ClientError refused(unsigned code, const char *doing)
{
    return {ClientError::Kind::Refused, 0, code, doing};
}

} // namespace

Handshake::Handshake(const transport::ServerUrl &url, const SessionOptions &options, Publisher &teller,
                     transport::Wakeup &wake, Generation generation, std::uint32_t thread)
    : m_url(url)
    , m_options(options)
    , m_publisher(teller)
    , m_wake(wake)
    , m_generation(generation)
    , m_thread(thread)
{}

Handshake::Result<Greeted> Handshake::guest(const std::string &commandName)
{
    if (auto opened = open(); !opened)
        return tl::unexpected(opened.error());
    if (auto sent = send([&](wire::FrameWriter &writer) { writer.guest(m_reqno, commandName); }, false);
        !sent)
        return tl::unexpected(sent.error());
    return finish("the guest handshake");
}

Handshake::Result<Greeted> Handshake::claim(const wire::Cookie &cookie)
{
    if (auto opened = open(); !opened)
        return tl::unexpected(opened.error());
    if (auto sent = send([&](wire::FrameWriter &writer) { writer.fork(m_reqno, {cookie, 0}); }, false); !sent)
        return tl::unexpected(sent.error());
    return finish("to hand over the prepared child");
}

Handshake::Result<void> Handshake::cancel(const wire::Cookie &cookie)
{
    if (auto opened = open(); !opened)
        return opened;
    if (auto sent = send([&](wire::FrameWriter &writer) { writer.fork(m_reqno, {cookie, 1}); }, false); !sent)
        return sent;
    const auto deadline = transport::Deadline::in(m_options.handshakeDeadline);
    for (;;) {
        const auto frame = m_connection->readFrame(deadline, m_wake, "end after the cancel");
        if (!frame && frame.error().kind == ClientError::Kind::Connection)
            return {}; // the end of file is the answer
        if (!frame)
            return tl::unexpected(frame.error());
        seen(*frame, false);
        if (auto answer = isAnswer(*frame, wire::FrameType::Handshake, "to release the prepared child");
            !answer)
            return tl::unexpected(answer.error());
    }
}

Handshake::Result<void> Handshake::open()
{
    auto stream =
        transport::Stream::connect(m_url, transport::Deadline::in(m_options.connectDeadline), &m_wake);
    if (!stream)
        return tl::unexpected(fromStream(stream.error()));
    m_connection = std::make_shared<Connection>(std::move(*stream), m_options.frameLimit, m_generation);
    auto banner = m_connection->readBanner(transport::Deadline::in(m_options.handshakeDeadline), m_wake);
    if (!banner)
        return tl::unexpected(banner.error());
    m_banner = std::move(*banner);
    ConnectionEvent note = m_publisher.note(ConnectionEvent::Kind::BannerRead, m_generation);
    note.banner = m_banner;
    m_publisher.tell(note);
    return {};
}

Handshake::Result<Greeted> Handshake::finish(const char *what)
{
    const auto answer = awaitAnswer(wire::FrameType::Handshake, kHandshakeAnswer, what, false);
    if (!answer)
        return tl::unexpected(answer.error());
    const auto error = wire::decodeHandshakeReply(*answer);
    if (!error)
        return tl::unexpected(protocolError(error.error().sentence()));
    if (*error != 0)
        return tl::unexpected(refused(static_cast<unsigned>(*error), what));
    ++m_reqno;
    std::optional<std::int32_t> pid;
    if (m_options.askPid) {
        auto asked = askPid();
        if (!asked)
            return tl::unexpected(asked.error());
        pid = *asked;
    }
    return Greeted{std::move(m_connection), std::move(m_banner), pid, m_reqno};
}

template<class Build>
Handshake::Result<void> Handshake::send(const Build &build, bool housekeeping)
{
    const auto sent = m_connection->send(build, [&](wire::ByteView bytes, transport::TimePoint when) {
        m_publisher.frame(Direction::ToServer, when, m_generation, viewOf(bytes), {m_thread, housekeeping});
    });
    if (!sent)
        return tl::unexpected(fromStream(sent.error()));
    return {};
}

Handshake::Result<wire::FrameView> Handshake::awaitAnswer(wire::FrameType type, const char *what,
                                                          const char *doing, bool housekeeping)
{
    const auto deadline = transport::Deadline::in(m_options.handshakeDeadline);
    for (;;) {
        auto frame = m_connection->readFrame(deadline, m_wake, what);
        if (!frame)
            return frame;
        seen(*frame, housekeeping);
        const auto answer = isAnswer(*frame, type, doing);
        if (!answer)
            return tl::unexpected(answer.error());
        if (*answer)
            return frame;
    }
}

Handshake::Result<bool> Handshake::isAnswer(const wire::FrameView &frame, wire::FrameType type,
                                            const char *doing)
{
    const wire::Header &header = frame.header;
    const bool ours = header.reqno == m_reqno;
    if (header.frameClass == wire::FrameClass::Error && ours)
        return tl::unexpected(refused(header.word, doing));
    if (header.frameClass == wire::FrameClass::Response && ours && header.type == type)
        return true;
    if (header.frameClass == wire::FrameClass::Request && header.type == wire::FrameType::Raise) {
        ConnectionEvent note = m_publisher.note(ConnectionEvent::Kind::Signal, m_generation);
        note.number = header.word;
        m_publisher.tell(note);
        return false;
    }
    return tl::unexpected(
        protocolError(fmt::format("During the handshake the server sent a frame of class {} ({}) and type {} "
                                  "({}), which has no place there.",
                                  static_cast<unsigned>(header.frameClass), wire::name(header.frameClass),
                                  static_cast<unsigned>(header.type), wire::name(header.type))));
}

Handshake::Result<std::optional<std::int32_t>> Handshake::askPid()
{
    if (auto sent = send([&](wire::FrameWriter &writer) { writer.syscall(m_reqno, kGetpid, {}); }, true);
        !sent)
        return tl::unexpected(sent.error());
    const auto answer = awaitAnswer(wire::FrameType::Syscall, kPidAnswer, "system call 20 (getpid)", true);
    if (!answer)
        return tl::unexpected(answer.error());
    const auto reply = wire::decodeSyscallReply(*answer);
    if (!reply)
        return tl::unexpected(protocolError(reply.error().sentence()));
    ++m_reqno;
    if (reply->error != 0)
        return std::nullopt;
    return static_cast<std::int32_t>(reply->retval[0]);
}

void Handshake::seen(const wire::FrameView &frame, bool housekeeping)
{
    m_publisher.frame(Direction::FromServer, transport::Clock::now(), m_generation, frame,
                      {m_thread, housekeeping});
}

} // namespace rumpscope::session
