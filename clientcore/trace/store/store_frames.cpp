// SPDX-License-Identifier: BSD-2-Clause
// Frames become calls.
#include "clientcore/trace/store/store.h"

#include <algorithm>

namespace rumpscope::trace {

namespace {

using wire::FrameClass;
using wire::FrameType;
using wire::HandshakeKind;
using Kind = CallRecord::Kind;
using Outcome = CallRecord::Outcome;

/// Length and address before the data of a COPYOUT.
constexpr std::uint64_t kCopyOutHead = 16;

wire::FrameView viewOf(const FrameRecord &frame)
{
    return {frame.header, frame.payload};
}

Kind kindOf(const wire::Header &header)
{
    if (header.frameClass != FrameClass::Request)
        return Kind::Unknown;
    if (header.type == FrameType::Syscall)
        return Kind::Syscall;
    if (header.type == FrameType::Prefork)
        return Kind::Prefork;
    if (header.type != FrameType::Handshake)
        return Kind::Unknown;
    switch (static_cast<HandshakeKind>(header.word)) {
    case HandshakeKind::Guest:
        return Kind::Guest;
    case HandshakeKind::Fork:
        return Kind::Fork;
    case HandshakeKind::Exec:
        return Kind::Exec;
    case HandshakeKind::Auth:
        break;
    }
    return Kind::Unknown;
}

bool isAnswer(FrameClass value)
{
    return value == FrameClass::Response || value == FrameClass::Error;
}

/// Up to the NUL or the end of what was kept.
std::string textOf(wire::ByteView payload)
{
    const auto end = std::find(payload.begin(), payload.end(), std::byte{0});
    return {reinterpret_cast<const char *>(payload.data()), static_cast<std::size_t>(end - payload.begin())};
}

CallRecord recordFrom(const FrameRecord &frame, const SessionBook &book)
{
    CallRecord record;
    record.kind = kindOf(frame.header);
    record.session = frame.session;
    record.generation = frame.generation;
    if (frame.generation == book.identified)
        record.pid = book.pid;
    record.process = book.name;
    record.thread = frame.thread;
    record.reqno = frame.header.reqno;
    record.housekeeping = frame.housekeeping;
    record.sent = frame.time;
    if (record.kind == Kind::Syscall || record.kind == Kind::Unknown)
        record.number = frame.header.word;
    return record;
}

} // namespace

void Store::addFrame(FrameRecord &&frame)
{
    SessionBook &book = m_books[frame.session];
    const bool answers = isAnswer(frame.header.frameClass);
    if (frame.direction == Direction::ToServer)
        answers ? addReply(book, std::move(frame)) : addRequest(book, std::move(frame));
    else
        answers ? addAnswer(book, std::move(frame)) : addServerRequest(book, std::move(frame));
    evictWhileOver();
}

void Store::addRequest(SessionBook &book, FrameRecord &&frame)
{
    CallRecord record = recordFrom(frame, book);
    describeHandshake(book, record, viewOf(frame));
    if (record.process.empty())
        record.process = book.name;
    const bool tooLate = book.over || frame.generation <= book.lost;
    if (tooLate) { // it was written while the connection went: no answer will come
        record.outcome = Outcome::Lost;
        record.ended = frame.time;
    }
    const Key key{frame.generation, frame.header.reqno};
    const bool pidUnknown = frame.generation != book.identified;
    record.frames.reserve(2);
    record.frames.push_back(std::move(frame));
    const CallId id = append(std::move(record)).id;
    if (tooLate)
        return;
    book.open(key, id);
    if (!pidUnknown)
        return;
    constexpr std::size_t kMostWithoutPid = 64;
    if (book.withoutPid.size() >= kMostWithoutPid) // the pid may come late, or never
        book.withoutPid.erase(book.withoutPid.begin());
    book.withoutPid.push_back(id);
}

void Store::describeHandshake(SessionBook &book, CallRecord &record, const wire::FrameView &request)
{
    if (record.kind == Kind::Guest) {
        record.text = textOf(request.payload);
        book.name = record.text;
    } else if (record.kind == Kind::Exec) {
        record.text = textOf(request.payload);
        record.before = book.name;
    } else if (record.kind == Kind::Fork) {
        if (const auto fork = wire::decodeForkRequest(request)) {
            record.cookie = fork->cookie;
            const auto name = m_childNames.find(fork->cookie);
            book.name = name == m_childNames.end() ? std::string() : name->second;
        }
    }
}

/// A real server's ERROR always says HANDSHAKE, whatever it refuses: the number alone tells.
void Store::addAnswer(SessionBook &book, FrameRecord &&frame)
{
    const Key key{frame.generation, frame.header.reqno};
    const auto id = book.find(key);
    CallRecord *record = id ? recordOf(*id) : nullptr;
    const bool fits = record && (frame.header.frameClass == FrameClass::Error ||
                                 record->frames.front().header.type == frame.header.type);
    if (!fits) {
        ++m_framesApart;
        return;
    }
    book.close(key);
    end(*record, frame.time);
    readAnswer(book, *record, viewOf(frame));
    keepFrame(*record, std::move(frame), true);
}

void Store::readAnswer(SessionBook &book, CallRecord &record, const wire::FrameView &answer)
{
    record.outcome = Outcome::Answered;
    if (answer.header.frameClass == FrameClass::Error) {
        record.outcome = Outcome::Refused;
        record.error = static_cast<std::int32_t>(answer.header.word);
    } else if (record.kind == Kind::Syscall) {
        if (const auto reply = wire::decodeSyscallReply(answer)) {
            record.error = reply->error;
            record.retval = reply->retval;
        } else {
            record.outcome = Outcome::Lost;
        }
    } else if (record.kind == Kind::Prefork) {
        if (const auto cookie = wire::decodePreforkReply(answer)) {
            record.cookie = *cookie;
            rememberName(*cookie, book.name);
        } else {
            record.outcome = Outcome::Lost;
        }
    } else if (answer.header.type == FrameType::Handshake) {
        const auto error = wire::decodeHandshakeReply(answer);
        if (!error)
            record.outcome = Outcome::Lost;
        else if (*error != 0)
            record.outcome = Outcome::Refused;
        record.error = error.value_or(0);
        if (record.kind == Kind::Exec && record.outcome == Outcome::Answered)
            book.name = record.text;
    }
}

/// The session says whom a copy serves, by the memory touched. Without its word there is an answer only while
/// a single call is running.
std::optional<CallId> Store::servedBy(SessionBook &book, const FrameRecord &frame) const
{
    return frame.servedReqno ? book.find({frame.generation, *frame.servedReqno}) : book.only();
}

void Store::addServerRequest(SessionBook &book, FrameRecord &&frame)
{
    const FrameType type = frame.header.type;
    const bool isRequest = frame.header.frameClass == FrameClass::Request;
    if (isRequest && type == FrameType::Raise)
        return addRaise(book, std::move(frame));
    const bool wantsReply =
        type == FrameType::CopyIn || type == FrameType::CopyInStr || type == FrameType::AnonMmap;
    const bool gives = type == FrameType::CopyOut || type == FrameType::CopyOutStr;
    const auto id = isRequest && (wantsReply || gives) ? servedBy(book, frame) : std::nullopt;
    CallRecord *record = id ? recordOf(*id) : nullptr;
    if (!record || record->generation != frame.generation) {
        ++m_framesApart;
        return;
    }
    if (wantsReply) {
        ++record->roundTrips;
        book.serving({frame.generation, frame.header.reqno}, *id);
    } else {
        record->bytesOut +=
            frame.header.payloadLength() - std::min(frame.header.payloadLength(), kCopyOutHead);
    }
    keepFrame(*record, std::move(frame), false);
}

void Store::addRaise(const SessionBook &book, FrameRecord &&frame)
{
    CallRecord record = recordFrom(frame, book);
    record.kind = Kind::Raise;
    record.outcome = Outcome::Answered;
    record.ended = frame.time;
    record.roundTrips = 0;
    record.number = frame.header.word;
    record.frames.push_back(std::move(frame));
    append(std::move(record));
}

/// What the client answers to a request of the server.
void Store::addReply(SessionBook &book, FrameRecord &&frame)
{
    auto id = book.served({frame.generation, frame.header.reqno});
    if (!id)
        id = servedBy(book, frame);
    CallRecord *record = id ? recordOf(*id) : nullptr;
    if (!record || record->outcome != Outcome::Running || record->generation != frame.generation) {
        ++m_framesApart;
        return;
    }
    if (frame.header.type == FrameType::CopyIn && frame.header.frameClass == FrameClass::Response)
        record->bytesIn += frame.header.payloadLength();
    keepFrame(*record, std::move(frame), false);
}

} // namespace rumpscope::trace
