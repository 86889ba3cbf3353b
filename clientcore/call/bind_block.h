// SPDX-License-Identifier: BSD-2-Clause
// Structures whose pointers lead on: from what was typed to bytes and the memory behind them.
#pragma once

#include "clientcore/call/marshal.h"
#include "clientcore/call/scanner.h"

namespace rumpscope::call {

/// A value for memory of the shape `pointee`. `data`: where Way::Data pointers go. A list gives several
/// elements. `count`: the length as typed, or nothing; comes back as what there is, bytes or elements.
[[nodiscard]] Parsed<Value> bindPointee(const abi::Pointee &pointee, const Value &typed, abi::Way data,
                                        std::optional<std::uint64_t> &count);

} // namespace rumpscope::call
