// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/recording/pcapng_reader.h"

#include "clientcore/recording/custom_block.h"
#include "clientcore/recording/event_text.h"
#include "clientcore/recording/segments.h"
#include "clientcore/transport/descriptor.h"

#include <fmt/format.h>

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>
#include <utility>

namespace rumpscope::trace {

namespace {

constexpr std::size_t kMostInterfaces = 1U << 20;
constexpr std::size_t kMostMarks = 100'000;
constexpr std::size_t kMostMissing = 1000; ///< parts that are named one by one
constexpr std::size_t kMostKinds = 100;    ///< of blocks that are passed over
/// Units of time beyond are none: a 64-bit number of them is less than a second.
constexpr unsigned kMostDecimal = 19;
constexpr unsigned kMostBinary = 63;
constexpr std::uint16_t kTimeOffset = 14; ///< option of an interface: seconds

} // namespace

PcapngReader::PcapngReader(int fd, std::string path, ReadOptions options)
    : m_path(std::move(path))
    , m_options(std::move(options))
    , m_fd(fd)
{
    if (m_options.pages)
        m_options.pages->beginFile(m_path);
    m_blocks.emplace(fd, m_path);
    [[maybe_unused]] const bool isNew = isFresh(fd);
    m_facts.wallClock = true;
}

/// A regular file that was not read before: files may name themselves, or each other in a ring. Adds its
/// size.
bool PcapngReader::isFresh(int fd)
{
    struct stat info
    {};
    if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode) ||
        !m_filesRead.insert({info.st_dev, info.st_ino}).second)
        return false;
    m_facts.bytes += static_cast<std::uint64_t>(info.st_size);
    return true;
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
    if (name.empty() || name.find('/') != std::string::npos)
        return false;
    const std::string next = m_path.substr(0, m_path.rfind('/') + 1) + name;
    if (open(next))
        return true;
    const auto missing = [&](unsigned part, const std::string &path) {
        m_facts.missingParts.push_back(fmt::format("part {} ({})", part, path.substr(path.rfind('/') + 1)));
    };
    missing(m_nextSegment, next);
    const auto first = firstOf(next, m_nextSegment);
    unsigned before = m_nextSegment;
    for (const unsigned part : first ? laterParts(*first) : std::vector<unsigned>()) {
        if (part <= m_nextSegment)
            continue;
        if (open(segmentPath(*first, part))) {
            while (++before < part && m_facts.missingParts.size() < kMostMissing)
                missing(before, segmentPath(*first, before));
            return true;
        }
    }
    m_facts.complete = false;
    return false;
}

/// A part of this recording that was not read before.
bool PcapngReader::open(const std::string &path)
{
    const int fd = transport::aboveStandard(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    const auto head = fd < 0 ? std::nullopt : headOf(fd);
    if (!head || head->run != m_nextRun || !isFresh(fd)) {
        transport::closeDescriptor(fd);
        return false;
    }
    transport::closeDescriptor(m_fd);
    m_fd = fd;
    m_bytesBefore = m_facts.bytesRead;
    m_blocks.emplace(fd, path);
    if (m_options.pages)
        m_options.pages->beginFile(path);
    return true;
}

std::optional<Event> PcapngReader::passOver(const std::string &kind)
{
    const bool room = m_facts.passedOver.size() < kMostKinds || m_facts.passedOver.contains(kind);
    ++m_facts.passedOver[room ? kind : "block or packet of another kind"];
    return std::nullopt;
}

std::optional<Event> PcapngReader::damaged()
{
    ++m_facts.damaged;
    return std::nullopt;
}

/// The reading ends before this block.
void PcapngReader::refuse(const std::string &what)
{
    m_error = RecordingError{m_path, m_blocks->begin(),
                             fmt::format("{} is damaged at byte {}: {}. What comes before is good.", m_path,
                                         m_blocks->begin(), what)};
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
        return passOver(fmt::format("block of type {:#x}", block.type));
    }
}

void PcapngReader::section(const BlockSource::Block &block)
{
    if (m_options.pages)
        m_options.pages->beginSection(block.swapped);
    ++m_facts.sections;
    m_facts.complete = false;
    m_interfaces.clear();
    if (!m_run.empty())
        m_runsBefore.insert(m_run);
    m_run = "section " + std::to_string(m_facts.sections);
    m_facts.ours = false;
}

SessionId PcapngReader::sessionOf(std::uint32_t recorded)
{
    const auto [place, isNew] = m_sessions.try_emplace({m_run, recorded});
    if (isNew)
        place->second = newSession();
    return place->second;
}

SessionId PcapngReader::newSession()
{
    const std::size_t count = m_facts.sessions.size();
    m_facts.sessions.push_back(count < m_options.sessions.size() ? m_options.sessions[count]
                                                                 : event::nextSessionId());
    return m_facts.sessions.back();
}

void PcapngReader::interface(const BlockSource::Block &block)
{
    if (m_interfaces.size() >= kMostInterfaces) {
        refuse(fmt::format("a section has more than {} interfaces", kMostInterfaces));
        return;
    }
    pcapng::BlockReader reader(block.body, block.swapped);
    PacketInterface made;
    made.linkType = reader.number16();
    [[maybe_unused]] const auto reserved = reader.number16();
    [[maybe_unused]] const auto longest = reader.number32();
    bool named = false;
    while (const auto option = reader.option()) {
        if (!interfaceOption(*option, block.swapped, made, named))
            return;
    }
    if (!named && made.linkType == pcapng::kUpperPdu) {
        made.session = newSession();
        made.generation = Generation{1};
    }
    m_interfaces.push_back(made);
    if (m_options.pages)
        m_options.pages->addInterface(made);
}

/// False where the times of its packets cannot be known.
bool PcapngReader::interfaceOption(const pcapng::BlockReader::Option &option, bool swapped,
                                   PacketInterface &made, bool &named)
{
    if (option.code == pcapng::kTimeResolution) {
        const auto resolution = option.value.empty() ? 0U : static_cast<unsigned>(option.value[0]);
        made.binary = (resolution & 0x80U) != 0;
        made.exponent = resolution & 0x7fU;
        if (option.value.size() == 1 && made.exponent <= (made.binary ? kMostBinary : kMostDecimal))
            return true;
        refuse(
            fmt::format("an interface tells its unit of time (if_tsresol) by {} bytes, the first of them {}",
                        option.value.size(), resolution));
        return false;
    }
    if (option.code == kTimeOffset) {
        pcapng::BlockReader value(option.value, swapped);
        made.offset = static_cast<std::int64_t>(value.number64());
        if (option.value.size() == sizeof made.offset)
            return true;
        refuse(fmt::format("an interface's if_tsoffset is {} bytes long instead of 8", option.value.size()));
        return false;
    }
    auto ours = option.code == pcapng::kCustomBytes ? ourNumbers(option.value) : std::nullopt;
    if (!ours)
        return true;
    const std::uint32_t session = ours->number32();
    made.generation = Generation{ours->number32()};
    named = !ours->bad();
    if (named && session != 0)
        made.session = sessionOf(session);
    return true;
}

std::optional<Event> PcapngReader::packet(const BlockSource::Block &block)
{
    const std::uint32_t number = interfaceNumber(block);
    if (number >= m_interfaces.size())
        return damaged();
    const PacketInterface &interface = m_interfaces[number];
    if (interface.linkType != pcapng::kUpperPdu)
        return passOver(fmt::format("packet of link type {}", interface.linkType));
    auto event = frameOf(block, interface);
    if (!event)
        return event.error() == NoFrame::OfOthers ? passOver("packet for another dissector") : damaged();
    if (m_options.pages)
        event->place = m_options.pages->placeOf(m_blocks->begin());
    ++m_facts.frames;
    return std::move(*event);
}

std::optional<Event> PcapngReader::custom(const BlockSource::Block &block)
{
    const auto json = jsonIn(block);
    if (!json)
        return passOver("custom block of others");
    return json->is_object() ? told(*json) : damaged();
}

std::optional<Event> PcapngReader::told(const nlohmann::json &json)
{
    const auto event = json.find("event");
    const std::string kind = event != json.end() && event->is_string() ? event->get<std::string>() : "";
    const auto number = json.find("number");
    const auto again = json.find("again");
    if (kind == "begin") {
        const auto run = json.find("run");
        const auto segment = json.find("segment");
        if (run != json.end() && run->is_string())
            m_run = run->get<std::string>();
        m_segment = segment != json.end() && segment->is_number_unsigned() ? segment->get<unsigned>() : 1;
        m_facts.ours = true;
        if (m_facts.sections == 1)
            m_facts.firstPart = m_segment;
        return std::nullopt;
    }
    if (kind == "end" || kind == "continued") {
        m_facts.complete = true;
        const auto file = json.find("file");
        if (file != json.end() && file->is_string()) {
            m_next = file->get<std::string>();
            m_nextRun = m_run;
            m_nextSegment = m_segment + 1;
        }
        return std::nullopt;
    }
    if (kind == "lost-events" && number != json.end() && number->is_number_unsigned()) {
        m_facts.lost += number->get<std::uint64_t>();
        return std::nullopt;
    }
    if (kind == "mark" || kind == "note") {
        written(json, kind == "note");
        return std::nullopt;
    }
    auto turn = fromJson(json);
    if (!turn)
        return damaged();
    // What a later segment repeats for those who have it alone is known to those who read on.
    if (again != json.end() && m_runsBefore.contains(m_run))
        return std::nullopt;
    turn->session = sessionOf(static_cast<std::uint32_t>(turn->session));
    ++m_facts.turns;
    return std::move(*turn);
}

/// By a person: a mark or a note.
void PcapngReader::written(const nlohmann::json &json, bool note)
{
    const auto time = json.find("t");
    const auto text = json.find("text");
    if (time == json.end() || !time->is_number_unsigned() || text == json.end() || !text->is_string())
        return;
    const TimePoint when = toTime(time->get<std::uint64_t>(), 9, false, 0);
    if (!note) {
        if (m_facts.marks.size() < kMostMarks)
            m_facts.marks.push_back({when, text->get<std::string>()});
        return;
    }
    const auto reqno = json.find("reqno");
    const auto bookmark = json.find("bookmark");
    if (reqno == json.end() || !reqno->is_number_unsigned())
        return;
    const Note made{when, reqno->get<std::uint64_t>(), text->get<std::string>(),
                    bookmark != json.end() && bookmark->is_boolean() && bookmark->get<bool>()};
    if (made.empty())
        m_facts.notes.erase({made.sent, made.reqno});
    else if (m_facts.notes.size() < kMostMarks || m_facts.notes.contains({made.sent, made.reqno}))
        m_facts.notes[{made.sent, made.reqno}] = made;
}

} // namespace rumpscope::trace
