// SPDX-License-Identifier: GPL-3.0-or-later
// A ladder into a file.
#pragma once

#include "ui/panes/ladder/ladder_model.h"

#include <QString>

namespace rumpscope::ui {

class LadderCanvas;

/// Messages of one export; of more, those from `first` on.
inline constexpr int kExportedMessages = 2000;
/// Likewise of a picture made of points, which takes memory for each.
inline constexpr int kExportedPictureRows = 1000;

/// Mermaid's sequenceDiagram of the rows from `first` on.
[[nodiscard]] QString mermaidOf(const LadderModel &model, int first);
/// Writes the rows from `first` on; the name's ending says how: .svg, .png, else Mermaid text. Returns a
/// sentence about what went wrong, or nothing.
[[nodiscard]] QString exportLadder(const LadderCanvas &canvas, const LadderModel &model, int first,
                                   const QString &path);

} // namespace rumpscope::ui
