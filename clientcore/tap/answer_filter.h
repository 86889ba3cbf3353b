// SPDX-License-Identifier: BSD-2-Clause
// Takes the answer to the tap's own question out of what a server says.
#pragma once

#include "clientcore/wire/frame.h"

#include <array>
#include <cstdint>

namespace rumpscope::tap {

/// Request numbers of the tap's own: clients count up from small numbers and never come here.
inline constexpr std::uint64_t kReservedReqno = 0xfffffffe'00000000ULL;
[[nodiscard]] constexpr bool isReserved(std::uint64_t reqno)
{
    return reqno >= kReservedReqno;
}

/// From begin() until the answer has gone by, no byte of it passes and every other one does, in order; those
/// of a header that has not come whole are kept back until it has. Not thread-safe.
class AnswerFilter
{
public:
    /// Starts at a frame boundary.
    void begin(std::uint64_t reqno);
    [[nodiscard]] bool active() const { return m_active; }
    /// Calls pass(ByteView) for what passes.
    template<class Pass>
    void feed(wire::ByteView bytes, const Pass &pass)
    {
        while (m_active && !bytes.empty())
            step(bytes, pass);
        if (!bytes.empty())
            pass(bytes);
    }
    /// The server is gone: what was kept back passes.
    template<class Pass>
    void finish(const Pass &pass)
    {
        if (m_active && m_headSize > 0)
            pass(wire::ByteView(m_head).first(m_headSize));
        m_active = false;
    }

private:
    template<class Pass>
    void step(wire::ByteView &bytes, const Pass &pass)
    {
        if (m_left > 0) {
            const wire::ByteView piece = takeLeft(bytes);
            if (!m_ours)
                pass(piece);
        } else if (takeHeader(bytes) && !m_ours) {
            pass(wire::ByteView(m_head));
        }
        m_active = m_active && !(m_ours && m_left == 0);
    }
    [[nodiscard]] wire::ByteView takeLeft(wire::ByteView &bytes);
    /// True once the header is whole; then m_ours and m_left are set.
    [[nodiscard]] bool takeHeader(wire::ByteView &bytes);

    bool m_active = false;
    bool m_ours = false;
    std::uint64_t m_reqno = 0;
    std::uint64_t m_left = 0;
    std::size_t m_headSize = 0;
    std::array<std::byte, wire::kHeaderSize> m_head{};
};

} // namespace rumpscope::tap
