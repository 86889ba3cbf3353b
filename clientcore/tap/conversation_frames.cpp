// SPDX-License-Identifier: BSD-2-Clause
// What client and server say to each other, understood.
#include "clientcore/tap/answer_filter.h"
#include "clientcore/tap/conversation.h"

#include <fmt/format.h>

namespace rumpscope::tap {

namespace {

using wire::FrameClass;
using wire::FrameType;
using wire::HandshakeKind;
using Kind = event::ConnectionEvent::Kind;

/// getpid, which answers the parent's pid as well (rump_sp, "Client to server").
constexpr std::uint32_t kGetpid = 20;
constexpr std::size_t kCopyHead = 16;

bool isHandshake(const OpenRequest &request, HandshakeKind kind)
{
    return request.type == FrameType::Handshake && static_cast<HandshakeKind>(request.word) == kind;
}

/// Requests a server makes; whoever else sends them makes no sense.
bool isServers(FrameType type)
{
    return type == FrameType::CopyIn || type == FrameType::CopyInStr || type == FrameType::CopyOut ||
           type == FrameType::CopyOutStr || type == FrameType::AnonMmap || type == FrameType::Raise;
}

std::string what(const wire::FrameView &frame)
{
    return fmt::format("class {} type {} number {}, {} bytes", static_cast<unsigned>(frame.header.frameClass),
                       static_cast<unsigned>(frame.header.type), frame.header.reqno, frame.header.length);
}

} // namespace

void Conversation::frame(Direction direction, const wire::FrameView &frame, std::uint32_t lane,
                         std::optional<std::uint64_t> served, bool housekeeping)
{
    ++(direction == Direction::ToServer ? m_standing.framesToServer : m_standing.framesFromServer);
    m_observer.frame(
        {m_now, m_identity->session, m_identity->generation, direction, lane, served, housekeeping, frame});
}

void Conversation::fromClient(wire::ByteView bytes, transport::TimePoint when)
{
    const std::lock_guard lock(m_mutex);
    m_now = when;
    for (;;) {
        switch (m_client.next(bytes)) {
        case FrameCutter::Found::Frame:
            if (m_client.frame().header.frameClass == FrameClass::Request)
                request(m_client.frame());
            else
                reply(m_client.frame());
            break;
        case FrameCutter::Found::Broken:
            identify({}, false);
            garbled("From the client: " + m_client.sentence());
            break;
        case FrameCutter::Found::Banner:
        case FrameCutter::Found::Nothing:
            return;
        }
    }
}

std::optional<std::size_t> Conversation::fromServer(wire::ByteView bytes, transport::TimePoint when)
{
    const std::lock_guard lock(m_mutex);
    const std::size_t size = bytes.size();
    std::optional<std::size_t> askHere;
    m_now = when;
    for (;;) {
        switch (m_server.next(bytes)) {
        case FrameCutter::Found::Banner:
            banner(m_server.line());
            break;
        case FrameCutter::Found::Frame:
            identify({}, false); // a server that speaks first
            if (m_server.frame().header.frameClass == FrameClass::Request)
                serverRequest(m_server.frame());
            else if (answer(m_server.frame()) && !askHere)
                askHere = size - bytes.size();
            break;
        case FrameCutter::Found::Broken:
            identify({}, false);
            garbled("From the server: " + m_server.sentence());
            break;
        case FrameCutter::Found::Nothing:
            return m_client.broken() || m_server.broken() || m_reservedUsed ? std::nullopt : askHere;
        }
    }
}

void Conversation::banner(std::string_view line)
{
    auto parsed = wire::parseBanner(line);
    if (!parsed) {
        garbled(parsed.error().sentence());
        return;
    }
    Note read = note(Kind::BannerRead);
    read.banner = std::move(*parsed);
    tell(std::move(read));
}

void Conversation::request(const wire::FrameView &request)
{
    m_reservedUsed = m_reservedUsed || isReserved(request.header.reqno);
    const bool odd = !wire::isKnown(request.header.type) || isServers(request.header.type);
    OpenRequest *open = m_open.open(request);
    const bool guest = open && isHandshake(*open, HandshakeKind::Guest);
    identify(guest ? open->text : std::string(), guest);
    if (odd)
        garbled("A request that no client makes: " + what(request) + ".");
    frame(Direction::ToServer, request, open ? open->lane : 0);
    if (open && open->fork && open->fork->cancel != 0)
        m_cancelling = open->fork->cookie;
}

/// To a question of the server.
void Conversation::reply(const wire::FrameView &reply)
{
    identify({}, false);
    const OpenRequest *served = m_open.replied(reply.header.reqno, reply);
    if (!wire::isKnown(reply.header.frameClass) || reply.header.frameClass == FrameClass::Error)
        garbled("A client has no such answer: " + what(reply) + ".");
    frame(Direction::ToServer, reply, served ? served->lane : 0,
          served ? std::optional(served->reqno) : std::nullopt);
}

void Conversation::serverRequest(const wire::FrameView &request)
{
    const FrameType type = request.header.type;
    if (!isServers(type))
        garbled("A request that no server makes: " + what(request) + ".");
    OpenRequest *served = nullptr;
    const bool copies = isServers(type) && type != FrameType::Raise && type != FrameType::AnonMmap;
    if (copies && request.payload.size() >= kCopyHead) {
        wire::FrameView head = request;
        head.header.length = wire::kHeaderSize + kCopyHead;
        head.payload = request.payload.first(kCopyHead);
        if (const auto place = wire::decodeCopyIn(head))
            served = m_open.servedBy(place->address);
    }
    if (served && (type == FrameType::CopyIn || type == FrameType::CopyInStr))
        m_open.asked(request.header.reqno, *served);
    frame(Direction::FromServer, request, served ? served->lane : 0,
          served ? std::optional(served->reqno) : std::nullopt);
    if (type == FrameType::Raise) {
        Note signal = note(Kind::Signal);
        signal.number = request.header.word;
        tell(std::move(signal));
    }
}

/// True if the process is there now.
bool Conversation::answer(const wire::FrameView &answer)
{
    if (m_question && answer.header.reqno == *m_question) {
        ownAnswer(answer);
        return false;
    }
    const auto asked = m_open.take(answer.header.reqno);
    if (asked && asked->fork)
        m_cancelling.reset();
    frame(Direction::FromServer, answer, asked ? asked->lane : 0);
    if (!wire::isKnown(answer.header.frameClass)) {
        garbled("A frame of no known class: " + what(answer) + ".");
        return false;
    }
    if (!asked) {
        if (!m_open.overflowed()) {
            Note stray = note(Kind::StrayAnswer);
            stray.number = static_cast<std::int64_t>(answer.header.reqno);
            tell(std::move(stray));
        }
        return false;
    }
    if (answer.header.frameClass == FrameClass::Error)
        return false;
    if (answer.header.type != asked->type)
        garbled("An answer of another type than its question: " + what(answer) + ".");
    else
        understand(*asked, answer);
    return handshakeDone(*asked, answer);
}

void Conversation::understand(const OpenRequest &asked, const wire::FrameView &answer)
{
    if (asked.type == FrameType::Syscall) {
        if (asked.word == kGetpid)
            pidKnown(answer);
        return;
    }
    if (asked.type == FrameType::Prefork) {
        if (const auto cookie = wire::decodePreforkReply(answer)) {
            Note prepared = note(Kind::Prepared);
            prepared.cookie = *cookie;
            tell(std::move(prepared));
        } else {
            garbled(cookie.error().sentence());
        }
    }
}

bool Conversation::handshakeDone(const OpenRequest &asked, const wire::FrameView &answer)
{
    if (asked.type != FrameType::Handshake || answer.header.type != FrameType::Handshake)
        return false;
    const auto error = wire::decodeHandshakeReply(answer);
    if (!error || *error != 0) {
        if (!error)
            garbled(error.error().sentence());
        return false;
    }
    if (isHandshake(asked, HandshakeKind::Exec)) {
        m_standing.commandName = asked.text;
        tell(Kind::Execed, asked.text);
        return false;
    }
    if (m_standing.established)
        return false;
    m_standing.established = true;
    tell(Kind::Established, isHandshake(asked, HandshakeKind::Guest) ? asked.text : std::string());
    if (asked.fork) {
        Note claimed = note(Kind::Claimed);
        claimed.cookie = asked.fork->cookie;
        tell(std::move(claimed));
    }
    return true;
}

void Conversation::pidKnown(const wire::FrameView &answer)
{
    const auto reply = wire::decodeSyscallReply(answer);
    if (m_standing.pid || !m_standing.established || !reply || reply->error != 0)
        return;
    m_standing.pid = static_cast<std::int32_t>(reply->retval[0]);
    Note identified = note(Kind::Identified);
    identified.pid = m_standing.pid;
    tell(std::move(identified));
}

void Conversation::asked(const wire::FrameView &question, transport::TimePoint when)
{
    const std::lock_guard lock(m_mutex);
    if (!m_identity)
        return;
    m_now = when;
    m_question = question.header.reqno;
    frame(Direction::ToServer, question, 0, {}, true);
}

void Conversation::ownAnswer(const wire::FrameView &answer)
{
    m_question.reset();
    frame(Direction::FromServer, answer, 0, {}, true);
    pidKnown(answer);
}

} // namespace rumpscope::tap
