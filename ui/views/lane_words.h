// SPDX-License-Identifier: GPL-3.0-or-later
// The sentences of the connection lane.
#pragma once

#include "ui/views/gaps.h"

namespace rumpscope::ui {

[[nodiscard]] QString lifeLabel(const LaneModel::Life &life); ///< "generation 2 · pid 2, descriptors new"
[[nodiscard]] QString lifeWords(const LaneModel::Life &life);
[[nodiscard]] QString attemptWords(const LaneModel::Attempt &attempt); ///< plan against reality
/// "11 failed attempts: connection refused"; empty where there was none.
[[nodiscard]] QString episodeWords(const LaneModel::Lane &lane, const Gap &gap, double now);

} // namespace rumpscope::ui
