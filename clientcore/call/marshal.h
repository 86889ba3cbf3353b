// SPDX-License-Identifier: BSD-2-Clause
// From an expression to what leaves: checked against the catalog, memory laid out, slots filled.
#pragma once

#include "clientcore/abi/catalog.h"
#include "clientcore/call/expression.h"
#include "clientcore/memory/guest_memory.h"

#include <memory>

namespace rumpscope::call {

/// A checked call: as many values as the call has arguments (PAD left out), each of a fitting kind.
struct BoundCall
{
    const abi::Call *call = nullptr;
    std::vector<Value> values; ///< one per non-PAD argument; missing optional and output ones are filled in
};

/// Checks name, number of arguments, kinds, flag names of the right set, sizes (kBufferLimit).
[[nodiscard]] tl::expected<BoundCall, ExpressionError> bind(const Expression &expression);

/// Longest single buffer that may be typed or asked for.
inline constexpr std::uint64_t kBufferLimit = 16U << 20;

/// Ready for a session: pass `arguments` and `memory` on in a SyscallRequest.
struct MarshalledCall
{
    const abi::Call *call = nullptr;
    std::vector<std::uint64_t> arguments; ///< every slot, PAD as 0
    memory::CallMemory memory;
};

[[nodiscard]] MarshalledCall marshal(const BoundCall &bound, memory::GuestMemory &guest);

} // namespace rumpscope::call
