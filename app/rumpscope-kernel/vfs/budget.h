// SPDX-License-Identifier: GPL-3.0-or-later
// How much memory and how many inodes the file system may still take.
#pragma once

#include <cstdint>

namespace rumpscope::kernel {

/// Shared by a file system and everything in it.
class Budget
{
public:
    Budget(std::uint64_t bytes, std::uint64_t inodes)
        : m_bytesLimit(bytes)
        , m_inodesLimit(inodes)
    {}

    [[nodiscard]] bool takeBytes(std::uint64_t count)
    {
        if (count > m_bytesLimit - m_bytes)
            return false;
        m_bytes += count;
        return true;
    }
    void giveBytes(std::uint64_t count) { m_bytes -= count; }
    [[nodiscard]] bool takeInode()
    {
        if (m_inodes == m_inodesLimit)
            return false;
        ++m_inodes;
        return true;
    }
    void giveInode() { --m_inodes; }

    [[nodiscard]] std::uint64_t bytesUsed() const { return m_bytes; }
    [[nodiscard]] std::uint64_t bytesLimit() const { return m_bytesLimit; }
    [[nodiscard]] std::uint64_t inodesUsed() const { return m_inodes; }
    [[nodiscard]] std::uint64_t inodesLimit() const { return m_inodesLimit; }

private:
    std::uint64_t m_bytesLimit;
    std::uint64_t m_inodesLimit;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_inodes = 0;
};

} // namespace rumpscope::kernel
