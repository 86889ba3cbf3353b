// SPDX-License-Identifier: BSD-2-Clause
#pragma once

#include "clientcore/call/choose.h"
#include "clientcore/call/decode.h"

namespace rumpscope::call {

/// What decides about argument `index` of a call on the wire. The name lives as long as the copies.
[[nodiscard]] Choosing choosing(const abi::Call &call, std::size_t index, const SeenCall &seen);
/// Is argument `index`, of Role::Chosen, a number there?
[[nodiscard]] bool choosesNumber(const abi::Call &call, std::size_t index, const SeenCall &seen);

} // namespace rumpscope::call
