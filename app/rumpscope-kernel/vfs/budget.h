// SPDX-License-Identifier: GPL-3.0-or-later
// How much memory and how many inodes may still be taken.
#pragma once

#include <cstdint>
#include <memory>

namespace rumpscope::kernel {

/// Of one file system, or of all together: what is taken from a budget is taken from its pool, too.
class Budget
{
public:
    Budget(std::uint64_t bytes, std::uint64_t inodes, std::shared_ptr<Budget> pool = nullptr)
        : m_bytesLimit(bytes)
        , m_inodesLimit(inodes)
        , m_pool(std::move(pool))
    {}

    [[nodiscard]] bool hasRoomFor(std::uint64_t count) const
    {
        return count <= m_bytesLimit - m_bytes && (m_pool == nullptr || m_pool->hasRoomFor(count));
    }
    [[nodiscard]] bool takeBytes(std::uint64_t count)
    {
        if (!hasRoomFor(count) || (m_pool != nullptr && !m_pool->takeBytes(count)))
            return false;
        m_bytes += count;
        return true;
    }
    void giveBytes(std::uint64_t count)
    {
        m_bytes -= count;
        if (m_pool != nullptr)
            m_pool->giveBytes(count);
    }
    [[nodiscard]] bool takeInode()
    {
        if (m_inodes == m_inodesLimit || (m_pool != nullptr && !m_pool->takeInode()))
            return false;
        ++m_inodes;
        return true;
    }
    void giveInode()
    {
        --m_inodes;
        if (m_pool != nullptr)
            m_pool->giveInode();
    }

    [[nodiscard]] std::uint64_t bytesUsed() const { return m_bytes; }
    [[nodiscard]] std::uint64_t bytesLimit() const { return m_bytesLimit; }
    [[nodiscard]] std::uint64_t inodesUsed() const { return m_inodes; }
    [[nodiscard]] std::uint64_t inodesLimit() const { return m_inodesLimit; }

private:
    std::uint64_t m_bytesLimit;
    std::uint64_t m_inodesLimit;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_inodes = 0;
    std::shared_ptr<Budget> m_pool;
};

} // namespace rumpscope::kernel
