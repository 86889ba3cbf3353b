// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/proc/uio.h"

#include <algorithm>

namespace rumpscope::kernel {

Uio::Uio(UserMemory &memory, std::vector<IoVector> vectors)
    : m_memory(memory)
    , m_vectors(std::move(vectors))
{
    for (const IoVector &vector : m_vectors)
        m_total += vector.length;
    m_left = m_total;
}

Outcome<void> Uio::check()
{
    if (m_left > 0 && piece(1).base == 0)
        return fail(NB_EFAULT);
    return {};
}

IoVector Uio::piece(std::uint64_t most)
{
    while (m_within == m_vectors[m_index].length) {
        ++m_index;
        m_within = 0;
    }
    const IoVector &vector = m_vectors[m_index];
    return {vector.base == 0 ? 0 : vector.base + m_within, std::min(most, vector.length - m_within)};
}

void Uio::advance(std::uint64_t count)
{
    m_within += count;
    m_left -= count;
}

Task<Outcome<void>> Uio::fetch(std::span<std::byte> room)
{
    while (!room.empty()) {
        const IoVector next = piece(room.size());
        auto copied = co_await m_memory.copyIn(next.base, room.first(next.length));
        if (!copied)
            co_return copied;
        advance(next.length);
        room = room.subspan(next.length);
    }
    co_return Outcome<void>();
}

Task<Outcome<void>> Uio::store(ByteView bytes)
{
    while (!bytes.empty()) {
        const IoVector next = piece(bytes.size());
        auto copied = co_await m_memory.copyOut(next.base, bytes.first(next.length));
        if (!copied)
            co_return copied;
        advance(next.length);
        bytes = bytes.subspan(next.length);
    }
    co_return Outcome<void>();
}

bool isPartial(const Outcome<void> &outcome, const Uio &uio)
{
    if (outcome || uio.moved() == 0)
        return false;
    const Errno error = outcome.error();
    return error == Errno{NB_EINTR} || error == Errno{NB_EAGAIN} || error == Errno{kRestart};
}

} // namespace rumpscope::kernel
