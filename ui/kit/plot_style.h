// SPDX-License-Identifier: GPL-3.0-or-later
// What all views on the time axis have in common: edges that line up and the font of the axes.
#pragma once

#include <QFont>
#include <QFontMetrics>
#include <QMargins>

namespace rumpscope::ui {

/// Left and right edges of every view on the time axis, so that a moment stands at one x in all of them.
[[nodiscard]] QMargins timeMargins(const QFontMetrics &metrics);
/// Pixels below a view where the times stand.
[[nodiscard]] int timeLabelHeight(const QFontMetrics &metrics);
[[nodiscard]] QFont axisFont(QFont font); ///< a little smaller

} // namespace rumpscope::ui
