// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/recording/pcapng_reader.h"

#include "clientcore/trace/recording/event_text.h"
#include "clientcore/transport/descriptor.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>
#include <utility>

namespace rumpscope::trace {

namespace {

constexpr std::size_t kMostInterfaces = 1U << 20;
constexpr unsigned kMostSegments = 100'000; ///< files may name each other in a ring
constexpr std::size_t kMostMarks = 100'000;
constexpr std::size_t kLongestJson = 64U << 10;
/// Times beyond are not believed: sums and differences shall not run over.
constexpr std::uint64_t kLatest = 1ULL << 62;

constexpr std::uint16_t kDissectorName = 12; ///< tag of a packet of link type 252
constexpr std::string_view kName = "rump_sp";
constexpr std::uint16_t kTimeOffset = 14; ///< option of an interface: seconds

std::string_view asText(wire::ByteView bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

std::uint16_t bigEndian16(wire::ByteView bytes)
{
    return static_cast<std::uint16_t>(static_cast<unsigned>(bytes[0]) << 8 | static_cast<unsigned>(bytes[1]));
}

/// The frame behind the tags; nullopt where they name another dissector.
std::optional<wire::ByteView> frameIn(wire::ByteView packet)
{
    constexpr std::size_t kTagHead = 4;
    bool forUs = false;
    while (packet.size() >= kTagHead) {
        const std::uint16_t tag = bigEndian16(packet);
        const std::size_t length = bigEndian16(packet.subspan(2));
        packet = packet.subspan(kTagHead);
        if (tag == 0)
            return forUs ? std::optional(packet) : std::nullopt;
        if (length > packet.size())
            return std::nullopt;
        const std::string_view value = asText(packet.first(length));
        forUs = forUs || (tag == kDissectorName && value.substr(0, value.find('\0')) == kName);
        packet = packet.subspan(length);
    }
    return std::nullopt;
}

std::uint64_t sizeOf(int fd)
{
    struct stat info
    {};
    return ::fstat(fd, &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
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

TimePoint toTime(std::uint64_t ticks, unsigned exponent, bool isBinary, std::int64_t offset)
{
    const std::uint64_t since = isBinary ? binary(ticks, exponent) : decimal(ticks, exponent);
    const auto seconds = std::clamp<std::int64_t>(offset, 0, static_cast<std::int64_t>(kLatest / kSecond));
    const std::uint64_t sum =
        std::min(since, kLatest) + static_cast<std::uint64_t>(seconds) * kSecond; // below 2^63
    return TimePoint(std::chrono::nanoseconds(static_cast<std::int64_t>(std::min(sum, kLatest))));
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

PcapngReader::PcapngReader(int fd, std::string path)
    : m_path(std::move(path))
    , m_fd(fd)
{
    m_blocks.emplace(fd, m_path);
    m_facts.bytes = sizeOf(fd);
    m_facts.wallClock = true;
}

PcapngReader::~PcapngReader()
{
    transport::closeDescriptor(m_fd);
}

tl::expected<std::optional<Event>, RecordingError> PcapngReader::next()
{
    while (!m_error) {
        const auto block = m_blocks->next();
        m_facts.bytesRead = m_bytesBefore + m_blocks->soundEnd();
        if (!block) {
            m_error = block.error();
            break;
        }
        if (!*block) {
            if (!goOn())
                return std::nullopt;
        } else if (auto event = understand(**block)) {
            return event;
        }
    }
    return tl::unexpected(*m_error);
}

/// Into the next segment; false where there is none.
bool PcapngReader::goOn()
{
    const std::string name = std::exchange(m_next, {});
    if (name.empty() || name.find('/') != std::string::npos || ++m_segments > kMostSegments)
        return false;
    const std::string path = m_path.substr(0, m_path.rfind('/') + 1) + name;
    const int fd = transport::aboveStandard(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (fd < 0) {
        m_facts.complete = false;
        return false;
    }
    transport::closeDescriptor(m_fd);
    m_fd = fd;
    m_bytesBefore = m_facts.bytesRead;
    m_facts.bytes += sizeOf(fd);
    m_blocks.emplace(fd, path);
    return true;
}

std::optional<Event> PcapngReader::skip()
{
    ++m_facts.skipped;
    return std::nullopt;
}

std::optional<Event> PcapngReader::understand(const BlockSource::Block &block)
{
    switch (block.type) {
    case pcapng::kSectionHeader:
        section(block);
        return std::nullopt;
    case pcapng::kInterface:
        interface(block);
        return std::nullopt;
    case pcapng::kEnhancedPacket:
        return packet(block);
    case pcapng::kCustom:
        return custom(block);
    default:
        return skip();
    }
}

void PcapngReader::section(const BlockSource::Block & /*block*/)
{
    ++m_facts.sections;
    m_facts.complete = false;
    m_interfaces.clear();
    m_lastRun = std::exchange(m_run, "section " + std::to_string(m_facts.sections));
}

SessionId PcapngReader::sessionOf(std::uint32_t recorded)
{
    const auto [place, isNew] = m_sessions.try_emplace({m_run, recorded});
    if (isNew)
        place->second = session::nextSessionId();
    return place->second;
}

void PcapngReader::interface(const BlockSource::Block &block)
{
    if (m_interfaces.size() >= kMostInterfaces) {
        ++m_facts.skipped;
        return;
    }
    pcapng::BlockReader reader(block.body, block.swapped);
    Interface made;
    made.ours = reader.number16() == pcapng::kUpperPdu;
    [[maybe_unused]] const auto reserved = reader.number16();
    [[maybe_unused]] const auto longest = reader.number32();
    bool named = false;
    while (const auto option = reader.option()) {
        pcapng::BlockReader value(option->value, block.swapped);
        if (option->code == pcapng::kTimeResolution && option->value.size() == 1) {
            const auto resolution = static_cast<unsigned>(option->value[0]);
            made.binary = (resolution & 0x80U) != 0;
            made.exponent = resolution & 0x7fU;
        } else if (option->code == kTimeOffset) {
            made.offset = static_cast<std::int64_t>(value.number64());
        } else if (option->code == pcapng::kCustomBytes && value.number32() == pcapng::kEnterprise) {
            const std::uint32_t session = value.number32();
            made.generation = Generation{value.number32()};
            if (!value.bad()) {
                made.session = sessionOf(session);
                named = true;
            }
        }
    }
    if (!named) {
        made.session = session::nextSessionId();
        made.generation = Generation{1};
    }
    m_interfaces.push_back(made);
}

std::optional<Event> PcapngReader::packet(const BlockSource::Block &block)
{
    pcapng::BlockReader reader(block.body, block.swapped);
    const std::uint32_t number = reader.number32();
    const std::uint64_t high = reader.number32();
    const std::uint64_t ticks = high << 32 | reader.number32();
    const std::uint32_t kept = reader.number32();
    [[maybe_unused]] const auto whole = reader.number32();
    const auto bytes = frameIn(reader.bytes(kept));
    if (reader.bad() || number >= m_interfaces.size() || !m_interfaces[number].ours || !bytes ||
        bytes->size() < wire::kHeaderSize)
        return skip();
    const Interface &interface = m_interfaces[number];
    FrameEvent event{};
    event.time = toTime(ticks, interface.exponent, interface.binary, interface.offset);
    event.session = interface.session;
    event.generation = interface.generation;
    event.thread = 1;
    event.header = wire::decodeHeader(bytes->first<wire::kHeaderSize>());
    const wire::ByteView payload = bytes->subspan(wire::kHeaderSize);
    if (event.header.length < wire::kHeaderSize || payload.size() > event.header.payloadLength())
        return skip();
    event.payload.assign(payload.begin(), payload.end());
    event.direction = directionOf(event.header);
    while (const auto option = reader.option()) {
        pcapng::BlockReader value(option->value, block.swapped);
        if (option->code == pcapng::kPacketFlags) {
            const std::uint32_t flags = value.number32() & (pcapng::kInbound | pcapng::kOutbound);
            if (flags == pcapng::kInbound || flags == pcapng::kOutbound)
                event.direction = flags == pcapng::kOutbound ? Direction::ToServer : Direction::FromServer;
        } else if (option->code == pcapng::kCustomBytes && value.number32() == pcapng::kEnterprise) {
            const std::uint32_t flags = value.number32();
            event.thread = value.number32();
            const std::uint64_t low = value.number32();
            const std::uint64_t served = low | std::uint64_t{value.number32()} << 32;
            event.housekeeping = (flags & 2U) != 0;
            if ((flags & 1U) != 0)
                event.servedReqno = served;
        }
    }
    ++m_facts.frames;
    return event;
}

std::optional<Event> PcapngReader::custom(const BlockSource::Block &block)
{
    pcapng::BlockReader reader(block.body, block.swapped);
    const bool ours = reader.number32() == pcapng::kEnterprise;
    std::string_view text = asText(reader.rest());
    if (!ours || !text.starts_with(pcapng::kOurs) || text.size() > kLongestJson)
        return skip();
    text.remove_prefix(pcapng::kOurs.size());
    text = text.substr(0, text.find('\0'));
    const auto json = nlohmann::json::parse(text, nullptr, false);
    return json.is_object() ? told(json) : skip();
}

std::optional<Event> PcapngReader::told(const nlohmann::json &json)
{
    const auto event = json.find("event");
    const std::string kind = event != json.end() && event->is_string() ? event->get<std::string>() : "";
    const auto number = json.find("number");
    const auto again = json.find("again");
    if (kind == "begin") {
        const auto run = json.find("run");
        if (run != json.end() && run->is_string())
            m_run = run->get<std::string>();
        return std::nullopt;
    }
    if (kind == "end" || kind == "continued") {
        m_facts.complete = true;
        const auto file = json.find("file");
        if (file != json.end() && file->is_string())
            m_next = file->get<std::string>();
        return std::nullopt;
    }
    if (kind == "lost-events" && number != json.end() && number->is_number_unsigned()) {
        m_facts.lost += number->get<std::uint64_t>();
        return std::nullopt;
    }
    if (kind == "mark") {
        const auto time = json.find("t");
        const auto text = json.find("text");
        if (m_facts.marks.size() < kMostMarks && time != json.end() && time->is_number_unsigned() &&
            text != json.end() && text->is_string())
            m_facts.marks.push_back(
                {toTime(time->get<std::uint64_t>(), 9, false, 0), text->get<std::string>()});
        return std::nullopt;
    }
    // What a later segment repeats for those who have it alone is known to those who read on.
    if (again != json.end() && m_run == m_lastRun)
        return std::nullopt;
    auto turn = fromJson(json);
    if (!turn)
        return skip();
    turn->session = sessionOf(static_cast<std::uint32_t>(turn->session));
    ++m_facts.turns;
    return std::move(*turn);
}

} // namespace rumpscope::trace
