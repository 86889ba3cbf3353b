// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/gaps.h"

#include "ui/kit/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace rumpscope::ui {

std::vector<Gap> gapsOf(const LaneModel::Lane &lane)
{
    std::vector<Gap> gaps;
    for (const double loss : lane.losses) {
        const auto next = std::find_if(lane.lives.begin(), lane.lives.end(),
                                       [&](const LaneModel::Life &life) { return life.begin > loss; });
        gaps.push_back({loss, next == lane.lives.end() ? std::nullopt : std::optional(next->begin)});
    }
    return gaps;
}

QString wordsOf(const Gap &gap, double now)
{
    return QCoreApplication::translate("Gap", "no kernel %1")
        .arg(secondsText(std::max(0.0, gap.end.value_or(now) - gap.begin)));
}

} // namespace rumpscope::ui
