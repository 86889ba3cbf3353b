// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/recording/block_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace rumpscope::trace {

namespace {

constexpr std::size_t kRoom = 1U << 20;
constexpr std::size_t kHead = 8; ///< type and length
constexpr std::size_t kSmallest = 12;

std::uint32_t load(const std::byte *from)
{
    std::uint32_t value = 0;
    std::memcpy(&value, from, sizeof value);
    return value;
}

} // namespace

BlockSource::BlockSource(int fd, std::string path)
    : m_fd(fd)
    , m_path(std::move(path))
    , m_buffer(kRoom)
{}

/// At least `wanted` bytes from m_begin on; false if the file ends before. The buffer grows with what was
/// read, not with what a length claims.
tl::expected<bool, RecordingError> BlockSource::fill(std::size_t wanted)
{
    while (m_end - m_begin < wanted) {
        if (m_begin > 0) {
            std::memmove(m_buffer.data(), m_buffer.data() + m_begin, m_end - m_begin);
            m_end -= m_begin;
            m_begin = 0;
        }
        if (m_end == m_buffer.size())
            m_buffer.resize(m_buffer.size() * 2);
        const ssize_t got = ::read(m_fd, m_buffer.data() + m_end, m_buffer.size() - m_end);
        if (got == 0)
            return false;
        if (got > 0)
            m_end += static_cast<std::size_t>(got);
        else if (errno != EINTR)
            return tl::unexpected(RecordingError{
                m_path, m_offset, fmt::format("Could not read {}: {}.", m_path, std::strerror(errno))});
    }
    return true;
}

tl::unexpected<RecordingError> BlockSource::damaged(const std::string &what) const
{
    return tl::unexpected(RecordingError{
        m_path, m_offset,
        fmt::format("{} is damaged at byte {}: {}. What comes before is good.", m_path, m_offset, what)});
}

tl::unexpected<RecordingError> BlockSource::cutOff()
{
    m_cutOff = true;
    return damaged("a block is cut off");
}

tl::expected<std::optional<BlockSource::Block>, RecordingError> BlockSource::next()
{
    m_begin += m_taken;
    m_taken = 0;
    const auto head = fill(kSmallest);
    if (!head)
        return tl::unexpected(head.error());
    if (!*head) {
        if (m_begin == m_end && m_offset > 0)
            return std::nullopt;
        return m_offset == 0 ? damaged("it is too short for a recording") : cutOff();
    }
    Block block;
    block.type = load(m_buffer.data() + m_begin); // a section header reads the same both ways
    if (block.type == pcapng::kSectionHeader) {
        const std::uint32_t magic = load(m_buffer.data() + m_begin + kHead);
        if (magic != pcapng::kByteOrderMagic && pcapng::swapped(magic) != pcapng::kByteOrderMagic)
            return damaged("a section begins without its mark");
        m_swapped = magic != pcapng::kByteOrderMagic;
    } else if (m_offset == 0) {
        return damaged("it does not begin as a pcapng file does");
    } else if (m_swapped) {
        block.type = pcapng::swapped(block.type);
    }
    const std::uint32_t said = load(m_buffer.data() + m_begin + sizeof block.type);
    const std::uint32_t length = m_swapped ? pcapng::swapped(said) : said;
    if (length < kSmallest || length % 4 != 0 || length > kLongestBlock)
        return damaged(fmt::format("a block says it is {} bytes long", length));
    const auto whole = fill(length);
    if (!whole)
        return tl::unexpected(whole.error());
    if (!*whole)
        return cutOff();
    const std::byte *begin = m_buffer.data() + m_begin;
    if (load(begin + length - sizeof length) != said)
        return damaged("a block's two lengths differ");
    block.swapped = m_swapped;
    block.body = {begin + kHead, length - kSmallest};
    m_taken = length;
    m_offset += length;
    return block;
}

} // namespace rumpscope::trace
