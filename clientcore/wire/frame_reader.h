// SPDX-License-Identifier: BSD-2-Clause
// Cuts a byte stream into banner and frames. No socket, no clock: bytes go in at any split.
#pragma once

#include "clientcore/wire/banner.h"
#include "clientcore/wire/frame.h"

#include <tl/expected.hpp>

#include <optional>
#include <string>

namespace rumpscope::wire {

/// Why a stream cannot be read any further. Sticky: once there, always there.
struct ReadError
{
    enum class Kind {
        LengthTooSmall, ///< a length below 24
        FrameTooLong,   ///< a length beyond the limit
        BannerTooLong,  ///< no newline within kBannerLimit
        BannerMalformed,
    };
    Kind kind;
    std::uint64_t offset = 0; ///< bytes of the stream before the broken frame
    std::uint64_t length = 0; ///< what the header claimed
    std::uint64_t limit = 0;
    std::string detail; ///< the line, for banner errors

    [[nodiscard]] std::string sentence() const;
};

/// Cuts the first whole frame off the front of `bytes`, in place: its payload points into them.
/// nullopt: more bytes are needed. `offset` is where `bytes` begin in their stream, for the error.
[[nodiscard]] tl::expected<std::optional<FrameView>, ReadError>
cutFrame(ByteView &bytes, std::uint64_t frameLimit, std::uint64_t offset = 0);

/// One direction of one connection. Not thread-safe: its owner reads alone.
class FrameReader
{
public:
    enum class Role {
        Client, ///< reads what a server says: a banner, then frames
        Server, ///< reads what a client says: frames only
    };

    explicit FrameReader(Role role, std::uint64_t frameLimit = kDefaultFrameLimit);

    /// Room to receive into, `wanted` bytes at least. Valid until the next call of any member.
    /// Grows only as far as bytes have really come: a claimed length alone takes no memory.
    [[nodiscard]] std::span<std::byte> prepare(std::size_t wanted = 4096);
    /// Says how many bytes of prepare()'s room were filled.
    void commit(std::size_t count);
    /// prepare, copy and commit in one.
    void feed(ByteView bytes);

    /// The banner, once its newline has come (Role::Client). nullopt: more bytes are needed.
    [[nodiscard]] tl::expected<std::optional<Banner>, ReadError> banner();
    /// The next whole frame; its payload stays valid until the next prepare, feed or next.
    /// nullopt: more bytes are needed. An error is final.
    [[nodiscard]] tl::expected<std::optional<FrameView>, ReadError> next();

    /// Bytes received and not yet handed out.
    [[nodiscard]] std::size_t buffered() const { return m_end - m_begin; }
    /// Those bytes. Valid until the next call of any member that is not const.
    [[nodiscard]] ByteView pending() const { return ByteView(m_buffer).subspan(m_begin, buffered()); }
    /// Gives up the first `count` of them: their owner has dealt with them himself.
    void skip(std::size_t count);
    /// True between frames: the peer may close here without loss.
    [[nodiscard]] bool atBoundary() const { return buffered() == 0; }
    /// How many bytes the frame that has begun still needs to be whole, as far as what is here tells: first
    /// to the end of its header. A reader that takes no more than this stops at a frame boundary.
    [[nodiscard]] std::size_t missing() const;
    /// Bytes handed out so far, banner included.
    [[nodiscard]] std::uint64_t consumed() const { return m_consumed; }

private:
    [[nodiscard]] tl::unexpected<ReadError> fail(ReadError error);

    Bytes m_buffer;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::uint64_t m_consumed = 0;
    std::uint64_t m_limit;
    bool m_bannerDue;
    std::optional<ReadError> m_error;
};

} // namespace rumpscope::wire
