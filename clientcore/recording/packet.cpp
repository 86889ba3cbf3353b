// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/recording/packet.h"

#include "clientcore/recording/custom_block.h"

#include <algorithm>

namespace rumpscope::trace {

namespace {

/// Times beyond are not believed: sums and differences shall not run over.
constexpr std::uint64_t kLatest = 1ULL << 62;

constexpr std::uint16_t kDissectorName = 12; ///< tag of a packet of link type 252
constexpr std::string_view kName = "rump_sp";

std::uint16_t bigEndian16(wire::ByteView bytes)
{
    return static_cast<std::uint16_t>(static_cast<unsigned>(bytes[0]) << 8 | static_cast<unsigned>(bytes[1]));
}

/// The frame behind the tags.
tl::expected<wire::ByteView, NoFrame> frameIn(wire::ByteView packet)
{
    constexpr std::size_t kTagHead = 4;
    bool forUs = false;
    while (packet.size() >= kTagHead) {
        const std::uint16_t tag = bigEndian16(packet);
        const std::size_t length = bigEndian16(packet.subspan(2));
        packet = packet.subspan(kTagHead);
        if (tag == 0)
            return forUs ? tl::expected<wire::ByteView, NoFrame>(packet) : tl::unexpected(NoFrame::OfOthers);
        if (length > packet.size())
            return tl::unexpected(NoFrame::Damaged);
        const std::string_view value = pcapng::asText(packet.first(length));
        forUs = forUs || (tag == kDissectorName && value.substr(0, value.find('\0')) == kName);
        packet = packet.subspan(length);
    }
    return tl::unexpected(NoFrame::Damaged);
}

constexpr std::uint64_t kSecond = 1'000'000'000;

/// Ticks of which a second has 10^exponent, in nanoseconds.
std::uint64_t decimal(std::uint64_t ticks, unsigned exponent)
{
    for (unsigned i = exponent; i < 9; ++i)
        ticks = ticks > kLatest / 10 ? kLatest : ticks * 10;
    for (unsigned i = 9; i < exponent && ticks > 0; ++i)
        ticks /= 10;
    return ticks;
}

/// ... 2^exponent.
std::uint64_t binary(std::uint64_t ticks, unsigned exponent)
{
    constexpr unsigned kBits = 64;
    constexpr unsigned kFine = 34; ///< bits of a second that can be multiplied by kSecond
    if (exponent >= kBits)
        return 0;
    const std::uint64_t seconds = ticks >> exponent;
    std::uint64_t fraction = exponent == 0 ? 0 : ticks & (~0ULL >> (kBits - exponent));
    if (exponent > kFine) {
        fraction >>= exponent - kFine;
        exponent = kFine;
    }
    return std::min(seconds, kLatest / kSecond) * kSecond + (fraction * kSecond >> exponent);
}

/// Where a packet does not say its direction, the frame's kind does.
Direction directionOf(const wire::Header &header)
{
    using wire::FrameType;
    const bool serversRequest = header.type == FrameType::CopyIn || header.type == FrameType::CopyInStr ||
                                header.type == FrameType::CopyOut || header.type == FrameType::CopyOutStr ||
                                header.type == FrameType::AnonMmap || header.type == FrameType::Raise;
    const bool request = header.frameClass == wire::FrameClass::Request;
    return serversRequest == request ? Direction::FromServer : Direction::ToServer;
}

} // namespace

TimePoint toTime(std::uint64_t ticks, unsigned exponent, bool isBinary, std::int64_t offset)
{
    const std::uint64_t since = isBinary ? binary(ticks, exponent) : decimal(ticks, exponent);
    constexpr auto kMost = static_cast<std::int64_t>(kLatest);
    constexpr auto kMostSeconds = static_cast<std::int64_t>(kLatest / kSecond);
    const auto seconds = std::clamp(offset, -kMostSeconds, kMostSeconds);
    const auto sum = static_cast<std::int64_t>(std::min(since, kLatest)) +
                     seconds * static_cast<std::int64_t>(kSecond); // below 2^63
    return TimePoint(std::chrono::nanoseconds(std::clamp<std::int64_t>(sum, 0, kMost)));
}

std::uint32_t interfaceNumber(const BlockSource::Block &block)
{
    return pcapng::BlockReader(block.body, block.swapped).number32();
}

tl::expected<FrameRecord, NoFrame> frameOf(const BlockSource::Block &block, const PacketInterface &interface)
{
    pcapng::BlockReader reader(block.body, block.swapped);
    [[maybe_unused]] const auto number = reader.number32();
    const std::uint64_t high = reader.number32();
    const std::uint64_t ticks = high << 32 | reader.number32();
    const std::uint32_t kept = reader.number32();
    [[maybe_unused]] const auto whole = reader.number32();
    const auto bytes = frameIn(reader.bytes(kept));
    if (!reader.bad() && !bytes)
        return tl::unexpected(bytes.error());
    if (reader.bad() || bytes->size() < wire::kHeaderSize)
        return tl::unexpected(NoFrame::Damaged);
    FrameRecord event{};
    event.time = toTime(ticks, interface.exponent, interface.binary, interface.offset);
    event.session = interface.session;
    event.generation = interface.generation;
    event.thread = 1;
    event.header = wire::decodeHeader(bytes->first<wire::kHeaderSize>());
    const wire::ByteView payload = bytes->subspan(wire::kHeaderSize);
    if (event.header.length < wire::kHeaderSize || payload.size() > event.header.payloadLength())
        return tl::unexpected(NoFrame::Damaged);
    event.payload.assign(payload.begin(), payload.end());
    event.direction = directionOf(event.header);
    while (const auto option = reader.option()) {
        pcapng::BlockReader value(option->value, block.swapped);
        if (option->code == pcapng::kPacketFlags) {
            const std::uint32_t flags = value.number32() & (pcapng::kInbound | pcapng::kOutbound);
            if (flags == pcapng::kInbound || flags == pcapng::kOutbound)
                event.direction = flags == pcapng::kOutbound ? Direction::ToServer : Direction::FromServer;
        } else if (auto ours =
                       option->code == pcapng::kCustomBytes ? ourNumbers(option->value) : std::nullopt) {
            const std::uint32_t flags = ours->number32();
            event.thread = ours->number32();
            const std::uint64_t low = ours->number32();
            const std::uint64_t served = low | std::uint64_t{ours->number32()} << 32;
            event.housekeeping = (flags & 2U) != 0;
            if ((flags & 1U) != 0)
                event.servedReqno = served;
        }
    }
    return event;
}

} // namespace rumpscope::trace
