// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/recording/sound_end.h"

#include "clientcore/recording/block_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace rumpscope::trace {

namespace {

constexpr std::size_t kHead = 8; ///< type and length of a block
constexpr std::size_t kSmallest = 12;

std::uint32_t load(wire::ByteView bytes, std::size_t at, bool swapped)
{
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return swapped ? pcapng::swapped(value) : value;
}

/// A whole block begins there: its type is one that recordings have, and its two lengths agree.
bool isBlock(wire::ByteView bytes, bool swapped)
{
    constexpr std::array kTypes{pcapng::kSectionHeader, pcapng::kInterface, pcapng::kEnhancedPacket,
                                pcapng::kCustom};
    if (bytes.size() < kSmallest)
        return false;
    const std::uint32_t type = load(bytes, 0, swapped);
    if (std::find(kTypes.begin(), kTypes.end(), type) == kTypes.end())
        return false;
    const std::uint32_t length = load(bytes, sizeof type, swapped);
    return length >= kSmallest && length % 4 == 0 && length <= bytes.size() &&
           load(bytes, length - sizeof length, swapped) == length;
}

/// Blocks are multiples of four bytes, so that one behind the damage begins at a multiple of four.
bool hasBlockBehind(wire::ByteView rest, bool swapped)
{
    for (std::size_t at = kHead; at + kSmallest <= rest.size(); at += 4) {
        if (isBlock(rest.subspan(at), swapped))
            return true;
    }
    return false;
}

/// What stands from `offset` on, which is less than the longest block; nullopt where it cannot be read.
std::optional<wire::Bytes> restOf(int fd, std::uint64_t offset)
{
    wire::Bytes rest;
    std::size_t got = 0;
    for (;;) {
        rest.resize(got + (1U << 20));
        const ssize_t count =
            ::pread(fd, rest.data() + got, rest.size() - got, static_cast<off_t>(offset + got));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return std::nullopt;
        got += static_cast<std::size_t>(count);
        if (count == 0 || got > BlockSource::kLongestBlock)
            break;
    }
    rest.resize(got);
    return rest;
}

} // namespace

tl::expected<std::uint64_t, RecordingError> soundEnd(int fd, const std::string &path)
{
    if (::lseek(fd, 0, SEEK_END) == 0)
        return 0;
    ::lseek(fd, 0, SEEK_SET);
    BlockSource blocks(fd, path);
    auto block = blocks.next();
    while (block && *block)
        block = blocks.next();
    if (block)
        return blocks.soundEnd();
    if (blocks.soundEnd() == 0)
        return tl::unexpected(
            RecordingError{path, 0, fmt::format("{} is no recording: nothing is appended to it.", path)});
    const auto rest = blocks.isCutOff() ? restOf(fd, blocks.soundEnd()) : std::nullopt;
    if (rest && !hasBlockBehind(*rest, blocks.isSwapped()))
        return blocks.soundEnd();
    return tl::unexpected(
        RecordingError{path, blocks.soundEnd(),
                       fmt::format("{} Nothing is appended to it, so that what is behind the damage stays: "
                                   "record into another file.",
                                   block.error().sentence)});
}

} // namespace rumpscope::trace
