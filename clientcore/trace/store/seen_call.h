// SPDX-License-Identifier: BSD-2-Clause
// A record of the history as the decoder wants it.
#pragma once

#include "clientcore/call/decode.h"
#include "clientcore/trace/store/call_record.h"

namespace rumpscope::trace {

/// A copy, and the frame that carried its bytes.
struct FrameCopy
{
    call::Copy copy;        ///< its span points into the record
    std::size_t frame = 0;  ///< of CallRecord::frames
    std::size_t offset = 0; ///< of its first byte, from the frame's first, header included
};
/// What was copied while the call ran, as far as its frames are kept.
[[nodiscard]] std::vector<FrameCopy> frameCopiesOf(const CallRecord &record);
/// The copies alone. Spans point into the record.
[[nodiscard]] std::vector<call::Copy> copiesOf(const CallRecord &record);
/// A Syscall record in words: name, arguments, result.
[[nodiscard]] call::DecodedCall decode(const CallRecord &record, call::FormatLimits limits = {});
/// Texts of the path arguments that the kernel fetched, without their NUL. Views into the record.
[[nodiscard]] std::vector<std::string_view> pathsOf(const CallRecord &record);

} // namespace rumpscope::trace
