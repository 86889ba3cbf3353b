// SPDX-License-Identifier: BSD-2-Clause
// Bytes that wait for a reader, first in, first out.
#pragma once

#include "clientcore/wire/frame.h"

#include <algorithm>

namespace rumpscope::tap {

/// Not thread-safe. Gives its memory back when it runs empty.
class Spill
{
public:
    [[nodiscard]] bool empty() const { return m_begin == m_bytes.size(); }
    [[nodiscard]] std::size_t size() const { return m_bytes.size() - m_begin; }
    [[nodiscard]] wire::ByteView front() const { return wire::ByteView(m_bytes).subspan(m_begin); }
    void append(wire::ByteView bytes)
    {
        if (m_begin > m_bytes.size() / 2) { // what was read makes room
            m_bytes.erase(m_bytes.begin(), m_bytes.begin() + static_cast<std::ptrdiff_t>(m_begin));
            m_begin = 0;
        }
        m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
    }
    void drop(std::size_t count)
    {
        m_begin += std::min(count, size());
        if (empty())
            clear();
    }
    void clear()
    {
        m_bytes = wire::Bytes(); // an empty list would leave the memory
        m_begin = 0;
    }

private:
    wire::Bytes m_bytes;
    std::size_t m_begin = 0;
};

} // namespace rumpscope::tap
