// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a recording and its moments.
#pragma once

#include "ui/bridge/replay.h"

namespace rumpscope::ui {

/// "day.pcapng · 12 000 frames · 3 min 20 s · 24 Nov 2026 17:20:14 · cut off"
[[nodiscard]] QString recordingText(const RecordingInfo &info);
/// "12.345 of 60.200 s · 17:20:14.123"
[[nodiscard]] QString replayTimeText(transport::TimePoint begin, transport::TimePoint end,
                                     transport::TimePoint when, bool wallClock);

} // namespace rumpscope::ui
