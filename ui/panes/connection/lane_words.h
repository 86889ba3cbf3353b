// SPDX-License-Identifier: GPL-3.0-or-later
// The sentences of the connection lane.
#pragma once

#include "ui/kit/gaps.h"

#include <QFontMetrics>

namespace rumpscope::ui {

/// What a bar of `room` pixels can hold: "generation 2 · pid 2, descriptors new", or less; empty where
/// nothing fits.
[[nodiscard]] QString lifeLabel(const LaneModel::Life &life, const QFontMetrics &font, int room);
[[nodiscard]] QString lifeWords(const LaneModel::Life &life);
[[nodiscard]] QString attemptWords(const LaneModel::Attempt &attempt); ///< plan against reality
/// "11 failed attempts · ECONNREFUSED"; empty where there was none.
[[nodiscard]] QString episodeWords(const LaneModel::Lane &lane, const Gap &gap, double now);

} // namespace rumpscope::ui
