// SPDX-License-Identifier: BSD-2-Clause
#include "tests/trace/events.h"

namespace rumpscope::test {

trace::TimePoint at(std::int64_t microseconds)
{
    return trace::TimePoint(std::chrono::microseconds(microseconds));
}

wire::Cookie cookie(unsigned char filling)
{
    wire::Cookie value;
    value.fill(std::byte{filling});
    return value;
}

trace::FrameEvent Peer::fromBytes(std::int64_t time, trace::Direction direction, wire::ByteView bytes) const
{
    const auto header = wire::decodeHeader(bytes.first<wire::kHeaderSize>());
    const auto payload = bytes.subspan(wire::kHeaderSize);
    return {at(time),  session, generation,
            direction, 1,       std::nullopt,
            false,     header,  {payload.begin(), payload.end()}};
}

trace::FrameEvent Peer::call(std::int64_t time, std::uint64_t reqno, std::uint32_t number,
                             const std::vector<std::uint64_t> &arguments) const
{
    return toServer(time, [&](wire::FrameWriter &writer) { writer.syscall(reqno, number, arguments); });
}

trace::FrameEvent Peer::answer(std::int64_t time, std::uint64_t reqno, std::int64_t value,
                               std::int32_t error) const
{
    return fromServer(time, [&](wire::FrameWriter &writer) {
        writer.syscallReply(reqno, {error, 0x7f7fU, {value, 0}});
    });
}

trace::ConnectionEvent Peer::turn(std::int64_t time, trace::ConnectionEvent::Kind kind,
                                  std::string text) const
{
    trace::ConnectionEvent event;
    event.time = at(time);
    event.session = session;
    event.generation = generation;
    event.kind = kind;
    event.text = std::move(text);
    return event;
}

trace::ConnectionEvent Peer::established(std::int64_t time, std::int32_t pid, std::string name) const
{
    auto event = turn(time, trace::ConnectionEvent::Kind::Established, std::move(name));
    event.pid = pid;
    return event;
}

trace::ConnectionEvent Peer::about(std::int64_t time, trace::ConnectionEvent::Kind kind,
                                   const wire::Cookie &value) const
{
    auto event = turn(time, kind);
    event.cookie = value;
    return event;
}

session::FrameNote noteOf(const trace::FrameEvent &event)
{
    return {event.time,   event.session,     event.generation,   event.direction,
            event.thread, event.servedReqno, event.housekeeping, {event.header, event.payload}};
}

} // namespace rumpscope::test
