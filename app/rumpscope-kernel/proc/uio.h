// SPDX-License-Identifier: GPL-3.0-or-later
// The client's buffers of a read or write, and how far the transfer has come.
#pragma once

#include "app/rumpscope-kernel/proc/user_memory.h"
#include "app/rumpscope-kernel/sched/task.h"

#include <vector>

namespace rumpscope::kernel {

struct IoVector
{
    std::uint64_t base = 0;
    std::uint64_t length = 0;
};

class Uio
{
public:
    Uio(UserMemory &memory, std::vector<IoVector> vectors);

    /// Bytes still to move.
    [[nodiscard]] std::uint64_t left() const { return m_left; }
    [[nodiscard]] std::uint64_t moved() const { return m_total - m_left; }
    /// EFAULT when the next byte's buffer is NULL: asked before data is taken from where it cannot go back.
    [[nodiscard]] Outcome<void> check();
    /// From the client: one COPYIN for each buffer touched. `room` is at most left().
    [[nodiscard]] Task<Outcome<void>> fetch(std::span<std::byte> room);
    /// To the client: one COPYOUT for each buffer touched.
    [[nodiscard]] Task<Outcome<void>> store(ByteView bytes);
    /// Counts everything as moved, touching nothing: what /dev/null does.
    void swallow() { m_left = 0; }
    /// The last `count` fetched bytes found no place after all: they count as not moved. Ends the transfer.
    void notTaken(std::uint64_t count) { m_left += count; }

private:
    /// The piece of the current buffer that comes next, `most` bytes at most.
    [[nodiscard]] IoVector piece(std::uint64_t most);
    void advance(std::uint64_t count);

    UserMemory &m_memory;
    std::vector<IoVector> m_vectors;
    std::size_t m_index = 0;
    std::uint64_t m_within = 0;
    std::uint64_t m_total = 0;
    std::uint64_t m_left = 0;
};

/// Interrupted, would-block or closed under after some bytes: the bytes count, the error does not.
[[nodiscard]] bool isPartial(const Outcome<void> &outcome, const Uio &uio);

} // namespace rumpscope::kernel
