// SPDX-License-Identifier: BSD-2-Clause
// A pcapng file, block by block; stops at the first that is not sound.
#pragma once

#include "clientcore/recording/pcapng.h"
#include "clientcore/recording/recording.h"

namespace rumpscope::trace {

/// Reads from the beginning with one buffer that is reused. A block is taken into memory only as far as its
/// bytes are really there. Not thread-safe.
class BlockSource
{
public:
    /// A longer block is not sound: ours are far below.
    static constexpr std::uint32_t kLongestBlock = 64U << 20;

    struct Block
    {
        std::uint32_t type = 0;
        wire::ByteView body;  ///< without type and lengths; valid until the next call
        bool swapped = false; ///< numbers in it are of the other byte order
    };

    /// Borrows the descriptor.
    BlockSource(int fd, std::string path);
    /// nullopt at the end of the file.
    [[nodiscard]] tl::expected<std::optional<Block>, RecordingError> next();
    /// Where the block that next() gave begins.
    [[nodiscard]] std::uint64_t begin() const { return m_offset - m_taken; }
    /// Where the last sound block ended.
    [[nodiscard]] std::uint64_t soundEnd() const { return m_offset; }
    /// The file ended inside the block that next() failed at: nothing in it was wrong as far as it went.
    [[nodiscard]] bool isCutOff() const { return m_cutOff; }
    /// Numbers of the present section are of the other byte order.
    [[nodiscard]] bool isSwapped() const { return m_swapped; }

private:
    [[nodiscard]] tl::expected<bool, RecordingError> fill(std::size_t wanted);
    [[nodiscard]] tl::unexpected<RecordingError> damaged(const std::string &what) const;
    [[nodiscard]] tl::unexpected<RecordingError> cutOff();

    const int m_fd;
    const std::string m_path;
    std::uint64_t m_offset = 0;
    bool m_swapped = false;
    bool m_cutOff = false;
    wire::Bytes m_buffer;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::size_t m_taken = 0; ///< bytes of the block that was given out
};

} // namespace rumpscope::trace
