// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as people read them: units that fit, thin spaces between thousands.
#pragma once

#include <QString>

namespace rumpscope::ui {

[[nodiscard]] QString latencyText(double microseconds); ///< "43 µs", "8.7 ms", "3.2 s"
[[nodiscard]] QString secondsText(double seconds);      ///< "0.3 s", "7.5 s", "3 min 20 s"
[[nodiscard]] QString countText(quint64 count);         ///< "1 204 331" with thin spaces
[[nodiscard]] QString callsText(quint64 count);         ///< "1 call", "1 204 331 calls"
[[nodiscard]] QString rateText(double perSecond);       ///< "25.1 k/s", "200/s"

} // namespace rumpscope::ui
