// SPDX-License-Identifier: BSD-2-Clause
// A record of the history as the decoder wants it.
#pragma once

#include "clientcore/call/decode.h"
#include "clientcore/trace/call_record.h"

namespace rumpscope::trace {

/// What was copied while the call ran, as far as its frames are kept. Spans point into the record.
[[nodiscard]] std::vector<call::Copy> copiesOf(const CallRecord &record);
/// A Syscall record in words: name, arguments, result.
[[nodiscard]] call::DecodedCall decode(const CallRecord &record, call::FormatLimits limits = {});
/// Texts of the path arguments that the kernel fetched, without their NUL. Views into the record.
[[nodiscard]] std::vector<std::string_view> pathsOf(const CallRecord &record);

} // namespace rumpscope::trace
