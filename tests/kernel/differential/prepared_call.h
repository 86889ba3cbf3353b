// SPDX-License-Identifier: GPL-3.0-or-later
// A call of a script, ready to leave.
#pragma once

#include "clientcore/call/marshal.h"

#include <string>
#include <string_view>

namespace rumpscope::test {

/// Either a call as people type it, or "raw NAME(...)" for memory the catalog has no shape for: numbers and
/// names, "strings", [N] room of N bytes, and <...> memory made of "bytes", u8/u16/u32/u64 NUMBER, room N and
/// nested
/// <...> for a pointer to more memory. Throws std::runtime_error with what is wrong.
[[nodiscard]] call::MarshalledCall prepareCall(std::string_view text, memory::GuestMemory &guest);

} // namespace rumpscope::test
