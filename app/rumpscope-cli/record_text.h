// SPDX-License-Identifier: GPL-3.0-or-later
// Records of the history as text.
#pragma once

#include "app/rumpscope-cli/console.h"
#include "clientcore/trace/store/call_record.h"

namespace rumpscope::cli {

struct RecordText
{
    std::string name;   ///< "open", "guest", "fork"
    std::string call;   ///< open("/x", O_RDONLY); guest "ftpd"
    std::string result; ///< "= 3", "-1 ENOENT", "answer lost"
    bool failed = false;
};
[[nodiscard]] RecordText textOf(const trace::CallRecord &record);
/// Of a time, as it is in the recording.
[[nodiscard]] std::int64_t nanoseconds(transport::TimePoint time);
/// Of what went over with a call, bytes that the recording does not have (tap --snap).
[[nodiscard]] std::uint64_t bytesNotKept(const trace::CallRecord &record);
/// Microseconds of a call that has ended.
[[nodiscard]] double microseconds(const trace::CallRecord &record);
[[nodiscard]] Json toJson(const trace::CallRecord &record);
[[nodiscard]] Json toJson(const event::ConnectionEvent &turn);

} // namespace rumpscope::cli
