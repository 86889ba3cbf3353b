// SPDX-License-Identifier: BSD-2-Clause
// Byte records in a ring: written by many under the owner's lock, read by one without it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

namespace rumpscope::trace {

/// First-in first-out records of any size in memory that is taken once. No locks: the owner guards reserve(),
/// written() and release(); between them the bytes from the reader's place up to written() belong to the
/// reader.
class Ring
{
public:
    /// A place in the stream of bytes since the last time the ring was empty.
    using Place = std::size_t;
    static constexpr std::size_t kPrefix = 8; ///< before every record
    static constexpr std::size_t kAlignment = 8;

    explicit Ring(std::size_t capacity)
        : m_capacity(roundUp(capacity))
        , m_bytes(std::make_unique_for_overwrite<std::byte[]>(m_capacity))
    {}

    [[nodiscard]] std::size_t capacity() const { return m_capacity; }

    /// Room for a record of `size` bytes, unless more than `allowed` bytes would then be waiting: null.
    [[nodiscard]] std::byte *reserve(std::size_t size, std::size_t allowed)
    {
        const std::size_t need = roundUp(kPrefix + size);
        const std::size_t at = m_head % m_capacity;
        const std::size_t skip = m_capacity - at < need ? m_capacity - at : 0;
        if (m_head - m_tail + skip + need > allowed)
            return nullptr;
        if (skip > 0)
            putPrefix(at, {static_cast<std::uint32_t>(skip - kPrefix), true});
        const std::size_t start = (m_head + skip) % m_capacity;
        putPrefix(start, {static_cast<std::uint32_t>(size), false});
        m_head += skip + need;
        return m_bytes.get() + start + kPrefix;
    }

    /// Where writing goes on.
    [[nodiscard]] Place written() const { return m_head; }

    /// The record at `place`, which moves on to the next one; empty once it has come to `end`.
    [[nodiscard]] std::span<const std::byte> read(Place &place, Place end) const
    {
        while (place < end) {
            const std::size_t at = place % m_capacity;
            Prefix prefix;
            std::memcpy(&prefix, m_bytes.get() + at, sizeof prefix);
            place += roundUp(kPrefix + prefix.size);
            if (!prefix.filler)
                return {m_bytes.get() + at + kPrefix, prefix.size};
        }
        return {};
    }

    /// Gives back what lies before `place`. Returns the place to read on from: an empty ring starts anew, so
    /// that a quick reader keeps to the memory that is warm.
    [[nodiscard]] Place release(Place place)
    {
        m_tail = place;
        if (m_tail == m_head)
            m_tail = m_head = 0;
        return m_tail;
    }

private:
    struct Prefix
    {
        std::uint32_t size;
        std::uint32_t filler;
    };
    static_assert(sizeof(Prefix) == kPrefix);

    static constexpr std::size_t roundUp(std::size_t size)
    {
        return (size + kAlignment - 1) / kAlignment * kAlignment;
    }
    void putPrefix(std::size_t at, Prefix prefix) { std::memcpy(m_bytes.get() + at, &prefix, sizeof prefix); }

    const std::size_t m_capacity;
    std::unique_ptr<std::byte[]> m_bytes;
    Place m_head = 0;
    Place m_tail = 0;
};

} // namespace rumpscope::trace
