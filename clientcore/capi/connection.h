// SPDX-License-Identifier: BSD-2-Clause
// One connection to a kernel: the socket, what has come of a frame that is not whole yet, and who still uses
// it.
#pragma once

#include "clientcore/wire/frame_reader.h"

#include <atomic>
#include <memory>

namespace rumpscope::capi {

/// Owns the socket. Everything but sending belongs to the thread with the reading role; `Client` says when.
class Connection
{
public:
    /// Takes `fd` over and makes it blocking. A receive on it never restarts by itself after a handler has
    /// run: it has a time limit, even if nobody lives to see it (signal(7), SO_RCVTIMEO).
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
    /// Where bytes land before they are cut into frames; of the outermost call that reads.
    [[nodiscard]] std::span<std::byte> landing() { return {m_landing.get(), kLandingSize}; }

    /// Makes a receive that is about to begin return at once: a handler has taken the answer it was for.
    void hurry();
    /// Takes hurry() back.
    void relax();

    // Guarded by the client's lock:
    int senders = 0;   ///< threads that may be about to send on it
    int suspended = 0; ///< calls that a handler interrupted, whose receive is still to come back from it
    Connection *nextRetired = nullptr;

    static constexpr std::size_t kLandingSize = 128U << 10;

private:
    std::atomic<int> m_fd;
    bool m_hurried = false;
    wire::FrameReader m_reader;
    std::unique_ptr<std::byte[]> m_landing;
};

} // namespace rumpscope::capi
