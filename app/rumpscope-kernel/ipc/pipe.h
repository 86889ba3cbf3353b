// SPDX-License-Identifier: GPL-3.0-or-later
// A pipe: bytes from writers to readers, who wait for each other.
#pragma once

#include "app/rumpscope-kernel/sched/wait_queue.h"

#include <array>
#include <cstddef>
#include <span>

namespace rumpscope::kernel {

/// The buffer both ends share. Its ends count themselves in and out.
class Pipe
{
public:
    static constexpr std::size_t kCapacity = 16384;
    /// Writes up to this size are never mixed with others.
    static constexpr std::size_t kAtomic = 512;

    [[nodiscard]] std::size_t stored() const { return m_stored; }
    [[nodiscard]] std::size_t room() const { return kCapacity - m_stored; }
    /// Takes what fits; wakes readers.
    std::size_t push(std::span<const std::byte> bytes);
    /// Gives what is there; wakes writers.
    std::size_t pull(std::span<std::byte> bytes);

    void addReader();
    void addWriter();
    void removeReader();
    void removeWriter();
    [[nodiscard]] int readers() const { return m_readers; }
    [[nodiscard]] int writers() const { return m_writers; }
    /// How often an end was opened: a FIFO's open waits for a change.
    [[nodiscard]] unsigned readerOpens() const { return m_readerOpens; }
    [[nodiscard]] unsigned writerOpens() const { return m_writerOpens; }

    WaitQueue readable; ///< data came, or ends came or went
    WaitQueue writable; ///< room came, or ends came or went

private:
    void endsChanged();

    std::array<std::byte, kCapacity> m_buffer;
    std::size_t m_first = 0;
    std::size_t m_stored = 0;
    int m_readers = 0;
    int m_writers = 0;
    unsigned m_readerOpens = 0;
    unsigned m_writerOpens = 0;
};

} // namespace rumpscope::kernel
