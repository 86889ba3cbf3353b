// SPDX-License-Identifier: GPL-3.0-or-later
// Stretches of a lane without a connection.
#pragma once

#include "ui/kit/lane_model.h"

namespace rumpscope::ui {

struct Gap
{
    double begin;
    std::optional<double> end; ///< empty: still
};

[[nodiscard]] std::vector<Gap> gapsOf(const LaneModel::Lane &lane);

/// "no kernel 7.5 s"
[[nodiscard]] QString wordsOf(const Gap &gap, double now);

} // namespace rumpscope::ui
