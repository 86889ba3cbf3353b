// SPDX-License-Identifier: BSD-2-Clause
// Events into blocks. The file itself is in recording_file.cpp.
#include "clientcore/recording/recording_writer.h"

#include "clientcore/recording/custom_block.h"
#include "clientcore/recording/event_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace rumpscope::trace {

namespace {

using Kind = ConnectionEvent::Kind;

/// Bytes of comments that wait for a packet.
constexpr std::size_t kMostComments = 4096;
/// Added blocks are written out at this size, whether or not somebody flushes: little enough to be still in
/// the processor's cache.
constexpr std::size_t kMostWaiting = 128U << 10;
constexpr std::uint64_t kPrefix = 16;
/// What says which dissector a packet is for: tag 12 with "rump_sp", and the end of the tags. Big-endian, in
/// fours.
constexpr std::array<std::uint8_t, kPrefix> kDissector{0,   12,  0,   8, 'r', 'u', 'm', 'p',
                                                       '_', 's', 'p', 0, 0,   0,   0,   0};
constexpr std::uint8_t kNanoseconds = 9;

/// Says who a process is: needed by whoever has only a later segment.
bool isIdentity(Kind kind)
{
    return kind == Kind::Connecting || kind == Kind::BannerRead || kind == Kind::Established ||
           kind == Kind::Claimed || kind == Kind::Execed || kind == Kind::Identified;
}

bool isEnd(Kind kind)
{
    return kind == Kind::Lost || kind == Kind::Closed || kind == Kind::Died || kind == Kind::Cancelled;
}

} // namespace

void RecordingWriter::beginSection()
{
    m_blocks.begin(pcapng::kSectionHeader);
    m_blocks.number32(pcapng::kByteOrderMagic);
    m_blocks.number16(1);
    m_blocks.number16(0);
    m_blocks.number64(~0ULL); // the section's length is not known before its end
    m_blocks.option(pcapng::kUserApplication, "rumpscope");
    m_blocks.endOptions();
    m_blocks.end();
    m_nextInterface = 0;
    // Of no connection: editcap, mergecap and reordercap take the kind of a file from the interfaces in front
    // of everything else.
    addInterface("rumpscope", {}, 0, 0);
    addCustom({{"event", "begin"}, {"run", m_run}, {"segment", m_segment}});
    std::erase_if(m_interfaces, [](const auto &entry) { return entry.second.over; });
    for (auto &[life, interface] : m_interfaces) {
        interface.number.reset();
        for (const ConnectionEvent &event : interface.identity) {
            auto again = toJson(event, m_clock);
            again["again"] = true;
            addCustom(again);
        }
    }
}

void RecordingWriter::addCustom(const nlohmann::json &json)
{
    m_blocks.begin(pcapng::kCustom);
    m_blocks.number32(pcapng::kEnterprise);
    m_blocks.text(pcapng::kOurs);
    m_blocks.text(line(json));
    m_blocks.end();
}

void RecordingWriter::add(const Event &event)
{
    if (const auto *frame = std::get_if<FrameRecord>(&event))
        add(event::FrameEvent{frame->time,
                              frame->session,
                              frame->generation,
                              frame->direction,
                              frame->thread,
                              frame->servedReqno,
                              frame->housekeeping,
                              {frame->header, frame->payload}});
    else
        add(std::get<ConnectionEvent>(event));
}

void RecordingWriter::add(const event::FrameEvent &frame)
{
    if (m_error)
        return;
    addFrame(frame);
    added();
}

void RecordingWriter::add(const ConnectionEvent &turn)
{
    if (m_error)
        return;
    addTurn(turn);
    added();
}

void RecordingWriter::added()
{
    if (m_blocks.written().size() >= kMostWaiting)
        writeOut();
    if (m_settings.segmentBytes > 0 && m_inSegment + m_blocks.written().size() >= m_settings.segmentBytes)
        nextSegment();
}

void RecordingWriter::addTurn(const ConnectionEvent &turn)
{
    Interface &interface = m_interfaces[{turn.session, turn.generation}];
    if (isIdentity(turn.kind) && !interface.over)
        interface.identity.push_back(turn);
    interface.over = interface.over || isEnd(turn.kind);
    const std::string words = describe(turn);
    if (interface.comments.size() + words.size() < kMostComments)
        interface.comments += (interface.comments.empty() ? "" : "\n") + words;
    addCustom(toJson(turn, m_clock));
    if (interface.over) {
        interface.identity.clear();
        if (!interface.number) // it never spoke, or not since this segment began
            m_interfaces.erase({turn.session, turn.generation});
    }
}

RecordingWriter::Interface &RecordingWriter::interfaceOf(SessionId session, Generation generation)
{
    Interface &interface = m_interfaces[{session, generation}];
    if (interface.number)
        return interface;
    const auto id = static_cast<std::uint32_t>(session);
    const auto life = static_cast<std::uint32_t>(generation);
    std::string description;
    for (const ConnectionEvent &event : interface.identity) {
        if (event.kind == Kind::Connecting)
            description = event.text;
    }
    interface.number = addInterface(fmt::format("connection {}.{}", id, life), description, id, life);
    return interface;
}

std::uint32_t RecordingWriter::addInterface(const std::string &name, const std::string &description,
                                            std::uint32_t session, std::uint32_t generation)
{
    m_blocks.begin(pcapng::kInterface);
    m_blocks.number16(pcapng::kUpperPdu);
    m_blocks.number16(0);
    m_blocks.number32(0); // no limit to what is kept of a packet
    m_blocks.option(pcapng::kInterfaceName, name);
    if (!description.empty())
        m_blocks.option(pcapng::kInterfaceDescription, description);
    m_blocks.option(pcapng::kTimeResolution, std::as_bytes(std::span(&kNanoseconds, 1)));
    const std::array<std::uint32_t, 2> ours{session, generation};
    m_blocks.option(pcapng::kCustomBytes, ourOption(ours));
    m_blocks.endOptions();
    m_blocks.end();
    return m_nextInterface++;
}

void RecordingWriter::timestamp(TimePoint time)
{
    const auto nanoseconds = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count() + m_clock);
    m_blocks.number32(static_cast<std::uint32_t>(nanoseconds >> 32));
    m_blocks.number32(static_cast<std::uint32_t>(nanoseconds));
}

void RecordingWriter::addFrame(const event::FrameEvent &frame)
{
    Interface &interface = interfaceOf(frame.session, frame.generation);
    const wire::ByteView payload = frame.frame.payload;
    std::array<std::byte, wire::kHeaderSize> header;
    wire::encodeHeader(frame.frame.header, header);
    ++m_frames;
    m_blocks.begin(pcapng::kEnhancedPacket);
    m_blocks.number32(*interface.number);
    timestamp(frame.time);
    const std::size_t kept = kPrefix + header.size() + payload.size();
    m_blocks.number32(static_cast<std::uint32_t>(kept));
    m_blocks.number32(static_cast<std::uint32_t>(std::min<std::uint64_t>(
        kPrefix + frame.frame.header.length, std::numeric_limits<std::uint32_t>::max())));
    m_blocks.bytes(std::as_bytes(std::span(kDissector)));
    m_blocks.bytes(header);
    m_blocks.bytes(payload);
    m_blocks.pad();
    const std::uint32_t flags = frame.direction == Direction::ToServer ? pcapng::kOutbound : pcapng::kInbound;
    m_blocks.option(pcapng::kPacketFlags, std::as_bytes(std::span(&flags, 1)));
    if (frame.thread != 1 || frame.servedReqno || frame.housekeeping) {
        const std::uint64_t served = frame.servedReqno.value_or(0);
        const std::array<std::uint32_t, 4> ours{
            (frame.servedReqno ? 1U : 0U) | (frame.housekeeping ? 2U : 0U), frame.thread,
            static_cast<std::uint32_t>(served), static_cast<std::uint32_t>(served >> 32)};
        m_blocks.option(pcapng::kCustomBytes, ourOption(ours));
    }
    if (!interface.comments.empty()) {
        m_blocks.option(pcapng::kComment, interface.comments);
        interface.comments.clear();
    }
    m_blocks.endOptions();
    m_blocks.end();
}

void RecordingWriter::lost(std::uint64_t count)
{
    if (count > 0 && !m_error)
        addCustom({{"event", "lost-events"}, {"number", count}});
}

void RecordingWriter::mark(TimePoint when, const std::string &text)
{
    const auto nanoseconds =
        std::chrono::duration_cast<std::chrono::nanoseconds>(when.time_since_epoch()).count();
    if (!m_error)
        addCustom({{"event", "mark"}, {"t", nanoseconds + m_clock}, {"text", text}});
}

void RecordingWriter::note(const Note &note)
{
    const auto nanoseconds =
        std::chrono::duration_cast<std::chrono::nanoseconds>(note.sent.time_since_epoch()).count();
    if (!m_error)
        addCustom({{"event", "note"},
                   {"t", nanoseconds + m_clock},
                   {"reqno", note.reqno},
                   {"text", note.text},
                   {"bookmark", note.bookmark}});
}

} // namespace rumpscope::trace
