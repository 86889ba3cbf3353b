// SPDX-License-Identifier: GPL-3.0-or-later
// The beginnings of what went between the kernel and one client, for its log.
#pragma once

#include "app/rumpscope-kernel/proc/user_memory.h"

#include <map>
#include <optional>

namespace rumpscope::kernel {

/// Empty unless switched on. Bounded: an old copy makes room for a new one.
class SeenCopies
{
public:
    static constexpr std::size_t kShown = 32; ///< bytes kept of each

    struct Copy
    {
        std::uint64_t length = 0; ///< in all
        std::string bytes;
    };

    void switchOn() { m_on = true; }
    void note(std::uint64_t address, ByteView bytes)
    {
        if (!m_on)
            return;
        if (m_copies.size() >= kMost)
            m_copies.erase(m_copies.begin());
        const ByteView shown = bytes.first(std::min(bytes.size(), kShown));
        m_copies[address] = {bytes.size(), {reinterpret_cast<const char *>(shown.data()), shown.size()}};
    }
    [[nodiscard]] const Copy *at(std::uint64_t address) const
    {
        const auto found = m_copies.find(address);
        return found == m_copies.end() ? nullptr : &found->second;
    }
    /// The call it belonged to has been logged.
    void forget(std::uint64_t address) { m_copies.erase(address); }

private:
    static constexpr std::size_t kMost = 256;

    std::map<std::uint64_t, Copy> m_copies;
    bool m_on = false;
};

} // namespace rumpscope::kernel
