// SPDX-License-Identifier: BSD-2-Clause
#include "tests/support/trace/events.h"

namespace rumpscope::test {

transport::TimePoint at(std::int64_t microseconds)
{
    return transport::TimePoint(std::chrono::microseconds(microseconds));
}

wire::Cookie cookie(unsigned char filling)
{
    wire::Cookie value;
    value.fill(std::byte{filling});
    return value;
}

event::FrameRecord Peer::fromBytes(std::int64_t time, event::Direction direction, wire::ByteView bytes) const
{
    const auto header = wire::decodeHeader(bytes.first<wire::kHeaderSize>());
    const auto payload = bytes.subspan(wire::kHeaderSize);
    return {at(time),  session, generation,
            direction, 1,       std::nullopt,
            false,     header,  {payload.begin(), payload.end()}};
}

event::FrameRecord Peer::call(std::int64_t time, std::uint64_t reqno, std::uint32_t number,
                              const std::vector<std::uint64_t> &arguments) const
{
    return toServer(time, [&](wire::FrameWriter &writer) { writer.syscall(reqno, number, arguments); });
}

event::FrameRecord Peer::answer(std::int64_t time, std::uint64_t reqno, std::int64_t value,
                                std::int32_t error) const
{
    return fromServer(time, [&](wire::FrameWriter &writer) {
        writer.syscallReply(reqno, {error, 0x7f7fU, {value, 0}});
    });
}

event::ConnectionEvent Peer::turn(std::int64_t time, event::ConnectionEvent::Kind kind,
                                  std::string text) const
{
    event::ConnectionEvent event;
    event.time = at(time);
    event.session = session;
    event.generation = generation;
    event.kind = kind;
    event.text = std::move(text);
    return event;
}

event::ConnectionEvent Peer::established(std::int64_t time, std::int32_t pid, std::string name) const
{
    auto event = turn(time, event::ConnectionEvent::Kind::Established, std::move(name));
    event.pid = pid;
    return event;
}

event::ConnectionEvent Peer::about(std::int64_t time, event::ConnectionEvent::Kind kind,
                                   const wire::Cookie &value) const
{
    auto event = turn(time, kind);
    event.cookie = value;
    return event;
}

event::FrameEvent noteOf(const event::FrameRecord &event)
{
    return {event.time,   event.session,     event.generation,   event.direction,
            event.thread, event.servedReqno, event.housekeeping, {event.header, event.payload}};
}

} // namespace rumpscope::test
