// SPDX-License-Identifier: GPL-3.0-or-later
// The shapes of a process's state, drawn rather than typed: not every face has them.
#pragma once

#include "ui/kit/theme.h"

#include <QRectF>

class QPainter;

namespace rumpscope::ui {

enum class ProcessSymbol {
    Guest,      ///< ●
    Forked,     ///< ↳
    Exec,       ///< ⟳
    Prepared,   ///< ◌
    KernelOnly, ///< ○
    Ended,      ///< ✝
};

[[nodiscard]] Hue hueOf(ProcessSymbol symbol);
/// Fills the middle square of `box`.
void drawProcessSymbol(QPainter &painter, ProcessSymbol symbol, const QRectF &box, const QColor &colour);

} // namespace rumpscope::ui
