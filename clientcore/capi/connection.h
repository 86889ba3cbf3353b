// SPDX-License-Identifier: BSD-2-Clause
// One connection to a kernel: the socket, what has come of a frame that is not whole yet, and who still uses
// it.
#pragma once

#include "clientcore/wire/frame_reader.h"

#include <atomic>
#include <memory>

namespace rumpscope::capi {

/// Header, length and address of a COPYOUT: what comes before its data.
inline constexpr std::size_t kCopyOutHead = wire::kHeaderSize + 16;

/// Owns the socket. Everything but sending belongs to the thread with the reading role; `Client` says when.
class Connection
{
public:
    /// Takes `fd` over and makes it blocking. A wait on it never restarts by itself after a handler has run:
    /// it has a time limit (signal(7), SO_RCVTIMEO). The limit also ends a wait that missed its bytes because
    /// another thread read them.
    explicit Connection(int fd, wire::FrameReader reader);
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;
    ~Connection();

    [[nodiscard]] int fd() const { return m_fd.load(std::memory_order_relaxed); }
    /// The same socket under another number (closenotify); the old number is the caller's.
    void moveTo(int fd) { m_fd.store(fd, std::memory_order_relaxed); }
    /// Gives the number up without closing it: it belongs to another process's table (vfork).
    void forget() { m_fd.store(-1, std::memory_order_relaxed); }
    /// Both ways: a receive gives what had come, then the end.
    void shutDown();

    [[nodiscard]] wire::FrameReader &reader() { return m_reader; }
    /// A copy into lent memory whose first pieces have been stored, and not all of them.
    struct LongCopy
    {
        std::uintptr_t address = 0; ///< of the next piece
        std::uint64_t left = 0;     ///< bytes
        bool dropped = false;       ///< they are not to be stored
    };
    LongCopy longCopy{};
    /// The server may be left here, with nothing begun.
    [[nodiscard]] bool betweenFrames() const { return m_reader.buffered() == 0 && longCopy.left == 0; }
    /// How many bytes what has begun still needs, as far as can be told; 0 between frames.
    [[nodiscard]] std::size_t missing() const;
    /// Is this a copy too long to be kept until it is whole?
    [[nodiscard]] static bool isLongCopy(const wire::Header &header);

    /// Where bytes land before they are cut into frames.
    [[nodiscard]] std::span<std::byte> landing() { return {m_landing.get(), kLandingSize}; }

    /// Whole frames may lie in the reader, come together with the greeting's last; nobody has looked yet.
    std::atomic<bool> unread{true};

    // Guarded by the client's lock:
    int senders = 0;   ///< threads that may be about to send on it
    int suspended = 0; ///< requests that lost the reading role and may still be waiting at the socket
    Connection *nextRetired = nullptr;

    static constexpr std::size_t kLandingSize = 128U << 10;

private:
    std::atomic<int> m_fd;
    wire::FrameReader m_reader;
    std::unique_ptr<std::byte[]> m_landing;
};

} // namespace rumpscope::capi
