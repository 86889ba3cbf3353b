// SPDX-License-Identifier: BSD-2-Clause
// Finds banner and frames in bytes that pass by, without holding them up.
#pragma once

#include "clientcore/wire/frame.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace rumpscope::tap {

/// One direction of one connection. A frame that comes whole is shown where it lies; of one that comes in
/// pieces the beginning is kept. Takes no memory for what a header claims. Not thread-safe.
class FrameCutter
{
public:
    enum class Speaker { Server, Client }; ///< only a server begins with a banner
    enum class Found {
        Nothing, ///< all bytes taken, the piece goes on
        Banner,  ///< line()
        Frame,   ///< frame()
        Broken,  ///< sentence(): from here on nothing makes sense, and nothing more is found
    };

    /// `keep`: payload bytes kept of a frame that comes in pieces. `longest`: a frame that claims more is
    /// none.
    FrameCutter(Speaker speaker, std::size_t keep, std::uint64_t longest);

    /// Takes bytes off the front until something is found or none are left.
    [[nodiscard]] Found next(wire::ByteView &bytes);

    /// Valid until the next call, and no longer than the bytes given to the last one. The payload is a prefix
    /// where the header claims more.
    [[nodiscard]] wire::FrameView frame() const { return m_frame; }
    [[nodiscard]] std::string_view line() const { return m_line; } ///< without its newline
    [[nodiscard]] const std::string &sentence() const { return m_sentence; }

    /// True where one frame has ended and no byte of the next one has come.
    [[nodiscard]] bool atBoundary() const
    {
        return !m_bannerDue && !m_broken && m_headSize == 0 && !m_inPayload;
    }
    [[nodiscard]] bool broken() const { return m_broken; }

private:
    [[nodiscard]] Found banner(wire::ByteView &bytes);
    [[nodiscard]] Found header(wire::ByteView &bytes);
    [[nodiscard]] Found payload(wire::ByteView &bytes);
    [[nodiscard]] bool makesSense(const wire::Header &header) const;
    [[nodiscard]] Found breaks(std::string sentence);

    const std::size_t m_keep;
    const std::uint64_t m_longest;
    bool m_bannerDue;
    bool m_broken = false;
    bool m_inPayload = false;
    std::size_t m_headSize = 0;
    std::uint64_t m_left = 0; ///< payload bytes still to come
    std::array<std::byte, wire::kHeaderSize> m_head{};
    wire::Bytes m_kept;
    wire::FrameView m_frame;
    std::string m_line;
    std::string m_sentence;
};

} // namespace rumpscope::tap
