// SPDX-License-Identifier: BSD-2-Clause
// Arguments that are no memory, and results, as text.
#pragma once

#include "clientcore/abi/catalog.h"
#include "clientcore/call/decode.h"

namespace rumpscope::call {

/// A number, no memory.
[[nodiscard]] bool isScalar(abi::Role role);
/// The names an argument is written with, which may hang on the argument before it; null for a plain number.
[[nodiscard]] const abi::FlagSet *scalarSet(const abi::Call &call, std::size_t index,
                                            std::span<const std::uint64_t> slots);
/// "O_RDWR|O_CREAT", "0644", "AT_FDCWD", "-1". `slots`: all of the call, for sets that depend on another
/// argument.
[[nodiscard]] std::string scalarText(const abi::Call &call, std::size_t index,
                                     std::span<const std::uint64_t> slots);
/// "= 3", "-1 ENOENT", "…".
[[nodiscard]] std::string resultText(const abi::Call *call, const SeenCall &seen);
[[nodiscard]] bool hasFailed(const abi::Call *call, const SeenCall &seen);

} // namespace rumpscope::call
