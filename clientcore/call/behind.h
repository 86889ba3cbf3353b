// SPDX-License-Identifier: BSD-2-Clause
// What the pointers inside structures lead to, as text: read off the copies of the call.
#pragma once

#include "clientcore/call/seen_memory.h"

namespace rumpscope::call {

/// Borrows everything it is given.
class Behind
{
public:
    /// `data`: where Way::Data pointers of the structures go.
    Behind(const SeenCall &seen, const FormatLimits &limits, abi::Way data, int depth = 0)
        : m_seen(seen)
        , m_limits(limits)
        , m_data(data)
        , m_depth(depth)
    {}

    /// A Pointer field of `owner`, whose bytes are `bytes`.
    [[nodiscard]] std::string text(const abi::Structure &owner, const abi::Field &field,
                                   std::span<const std::byte> bytes) const;
    /// `count` bytes or elements at `address`.
    [[nodiscard]] std::string text(const abi::Pointee &pointee, std::uint64_t address,
                                   std::uint64_t count) const;

private:
    [[nodiscard]] SeenBytes seen(abi::Way way, std::uint64_t address, std::uint64_t size) const;
    [[nodiscard]] std::string string(std::uint64_t address) const;
    [[nodiscard]] std::string plain(abi::Way way, std::uint64_t address, std::uint64_t size, bool bare) const;
    [[nodiscard]] std::string vectors(std::uint64_t address, std::uint64_t count) const;
    [[nodiscard]] std::string structures(const abi::Pointee &pointee, abi::Way way, std::uint64_t address,
                                         std::uint64_t count) const;

    const SeenCall &m_seen;
    const FormatLimits &m_limits;
    abi::Way m_data;
    int m_depth;
};

} // namespace rumpscope::call
