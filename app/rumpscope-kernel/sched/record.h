// SPDX-License-Identifier: GPL-3.0-or-later
// Builds a NetBSD structure field by field, at the offsets of its layout.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <vector>

namespace rumpscope::kernel {

/// Zero-filled; fields beyond the end are a mistake of ours and are cut off.
class Record
{
public:
    explicit Record(std::size_t size)
        : m_bytes(size)
    {}

    template<class T>
    void put(std::size_t offset, T value)
    {
        static_assert(std::is_trivially_copyable_v<T>);
        if (offset + sizeof value <= m_bytes.size())
            std::memcpy(m_bytes.data() + offset, &value, sizeof value);
    }
    /// A NUL-terminated string in a field of `room` bytes.
    void text(std::size_t offset, std::size_t room, std::string_view value)
    {
        const std::size_t count = std::min(value.size(), room - 1);
        if (offset + room <= m_bytes.size())
            std::memcpy(m_bytes.data() + offset, value.data(), count);
    }

    [[nodiscard]] std::size_t size() const { return m_bytes.size(); }
    [[nodiscard]] const std::vector<std::byte> &bytes() const { return m_bytes; }
    [[nodiscard]] std::vector<std::byte> take() { return std::move(m_bytes); }

private:
    std::vector<std::byte> m_bytes;
};

} // namespace rumpscope::kernel
