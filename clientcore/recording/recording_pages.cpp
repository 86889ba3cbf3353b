// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/recording/recording_pages.h"

#include "clientcore/transport/descriptor.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace rumpscope::trace {

namespace {

/// A place: the section in the upper bits, the offset in its file in the lower ones.
constexpr unsigned kOffsetBits = 44;
constexpr std::uint64_t kMostOffset = (1ULL << kOffsetBits) - 1;
constexpr std::uint64_t kMostSections = (1ULL << (64 - kOffsetBits)) - 1;

constexpr std::size_t kWindow = 64U << 10;
constexpr std::size_t kHead = 8;              ///< type and length of a block
constexpr std::size_t kLengths = 12;          ///< type and both lengths
constexpr std::size_t kMostBytes = 32U << 20; ///< of payloads kept beyond the kKept latest calls

std::uint32_t number32(wire::ByteView bytes, bool swapped)
{
    return pcapng::BlockReader(bytes, swapped).number32();
}

std::size_t payloadBytes(const std::vector<FrameRecord> &frames)
{
    std::size_t sum = 0;
    for (const FrameRecord &frame : frames)
        sum += frame.payload.size();
    return sum;
}

} // namespace

RecordingPages::~RecordingPages()
{
    transport::closeDescriptor(m_fd);
}

void RecordingPages::beginFile(const std::string &path)
{
    const std::lock_guard lock(m_mutex);
    m_files.push_back(path);
}

void RecordingPages::beginSection(bool swapped)
{
    const std::lock_guard lock(m_mutex);
    m_sections.push_back({m_files.size() - 1, swapped, {}});
    m_section = m_sections.size();
}

void RecordingPages::addInterface(const PacketInterface &interface)
{
    const std::lock_guard lock(m_mutex);
    m_sections.back().interfaces.push_back(interface);
}

FramePlace RecordingPages::placeOf(std::uint64_t offset) const
{
    if (m_section == 0 || m_section > kMostSections || offset > kMostOffset)
        return kNoPlace;
    return (m_section - 1) << kOffsetBits | offset;
}

std::optional<RecordingPages::Found> RecordingPages::find(FramePlace place) const
{
    const std::lock_guard lock(m_mutex);
    const std::size_t number = place >> kOffsetBits;
    if (number >= m_sections.size())
        return std::nullopt;
    const Section &section = m_sections[number];
    return Found{m_files[section.file], section.file, section.swapped, place & kMostOffset};
}

std::optional<PacketInterface> RecordingPages::interfaceOf(FramePlace place, std::uint32_t number) const
{
    const std::lock_guard lock(m_mutex);
    const auto &interfaces = m_sections[place >> kOffsetBits].interfaces;
    return number < interfaces.size() ? std::optional(interfaces[number]) : std::nullopt;
}

const std::vector<FrameRecord> &RecordingPages::frames(std::span<const FramePlace> places)
{
    const auto [found, isNew] = m_loaded.try_emplace(places.front());
    if (!isNew)
        return found->second;
    found->second.reserve(places.size());
    for (const FramePlace place : places)
        found->second.push_back(read(place));
    m_bytes += payloadBytes(found->second);
    m_order.push_back(places.front());
    forgetOldest();
    return found->second;
}

/// Elements of an unordered_map stay where they are when others go.
void RecordingPages::forgetOldest()
{
    while (m_order.size() > 16 * kKept || (m_order.size() > kKept && m_bytes > kMostBytes)) {
        const auto oldest = m_loaded.find(m_order.front());
        m_bytes -= payloadBytes(oldest->second);
        m_loaded.erase(oldest);
        m_order.pop_front();
    }
}

FrameRecord RecordingPages::read(FramePlace place)
{
    FrameRecord nothing{};
    nothing.header.length = wire::kHeaderSize;
    nothing.place = place;
    const auto found = find(place);
    if (!found)
        return nothing;
    const wire::ByteView head = bytesAt(*found, kHead);
    const std::uint32_t length = head.empty() ? 0 : number32(head.subspan(4), found->swapped);
    if (length < kLengths || length > BlockSource::kLongestBlock)
        return complain(found->path, found->offset, "no packet is there any more"), nothing;
    const wire::ByteView whole = bytesAt(*found, length);
    if (whole.empty())
        return nothing;
    const BlockSource::Block block{number32(whole, found->swapped), whole.subspan(kHead, length - kLengths),
                                   found->swapped};
    const auto interface = interfaceOf(place, interfaceNumber(block));
    auto frame = frameOf(block, interface.value_or(PacketInterface{}));
    if (!frame || !interface || block.type != pcapng::kEnhancedPacket)
        return complain(found->path, found->offset, "no frame is there any more"), nothing;
    frame->place = place;
    return std::move(*frame);
}

/// Empty, and said, where they cannot be had.
wire::ByteView RecordingPages::bytesAt(const Found &found, std::size_t size)
{
    if (m_opened != found.file)
        openFile(found);
    const std::uint64_t end = found.offset + size;
    const auto readInto = [&](wire::Bytes &to, std::uint64_t from, std::size_t wanted) {
        to.resize(wanted);
        std::size_t got = 0;
        while (got < wanted) {
            const ssize_t count =
                ::pread(m_fd, to.data() + got, wanted - got, static_cast<off_t>(from + got));
            if (count == 0 || (count < 0 && errno != EINTR))
                break;
            got += count > 0 ? static_cast<std::size_t>(count) : 0;
        }
        to.resize(got);
    };
    const bool inWindow = found.offset >= m_windowBegin && end <= m_windowBegin + m_window.size();
    if (!inWindow) {
        const std::uint64_t begin = found.offset / kWindow * kWindow;
        if (end <= begin + kWindow && (begin != m_windowBegin || m_window.size() < kWindow)) {
            readInto(m_window, begin, kWindow);
            m_windowBegin = begin;
        }
        if (end > m_windowBegin + m_window.size() || found.offset < m_windowBegin) {
            readInto(m_long, found.offset, size);
            if (m_long.size() == size)
                return m_long;
            complain(found.path, found.offset, m_fd < 0 ? std::strerror(errno) : "the file is shorter now");
            return {};
        }
    }
    return wire::ByteView(m_window).subspan(found.offset - m_windowBegin, size);
}

void RecordingPages::openFile(const Found &found)
{
    transport::closeDescriptor(m_fd);
    m_fd = transport::aboveStandard(::open(found.path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    m_opened = found.file;
    m_window.clear();
    m_windowBegin = 0;
}

void RecordingPages::complain(const std::string &path, std::uint64_t offset, const std::string &why)
{
    if (!m_error)
        m_error = RecordingError{
            path, offset,
            fmt::format("Could not read a frame again at byte {} of {}: {}. Open the recording anew.", offset,
                        path, why)};
}

} // namespace rumpscope::trace
