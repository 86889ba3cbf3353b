// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/lane_words.h"

#include "ui/views/format.h"

#include <QCoreApplication>

namespace rumpscope::ui {

namespace {

QString tr(const char *text, int count = -1)
{
    return QCoreApplication::translate("LaneWords", text, nullptr, count);
}

QString shortTime(double seconds)
{
    return latencyText(seconds * 1e6);
}

} // namespace

QString lifeLabel(const LaneModel::Life &life)
{
    QString text = tr("generation %1").arg(life.generation);
    if (life.pid)
        text += tr(" · pid %1").arg(*life.pid);
    if (life.generation > 1)
        text += tr(", descriptors new");
    return text;
}

QString lifeWords(const LaneModel::Life &life)
{
    const QString begin = secondsText(life.begin);
    const QString span =
        life.end ? tr("from %1 to %2").arg(begin, secondsText(*life.end)) : tr("since %1").arg(begin);
    return tr("%1, %2").arg(lifeLabel(life), span);
}

QString attemptWords(const LaneModel::Attempt &attempt)
{
    const QString plan =
        tr("Attempt %1, planned for %2, started %3 late")
            .arg(attempt.index)
            .arg(secondsText(attempt.planned), shortTime(std::max(0.0, attempt.started - attempt.planned)));
    if (attempt.succeeded)
        return tr("%1: connected").arg(plan);
    if (!attempt.ended)
        return tr("%1: under way").arg(plan);
    return tr("%1: failed after %2: %3")
        .arg(plan, shortTime(std::max(0.0, *attempt.ended - attempt.started)), attempt.error);
}

QString episodeWords(const LaneModel::Lane &lane, const Gap &gap, double now)
{
    int failed = 0;
    QString error;
    for (const LaneModel::Attempt &attempt : lane.attempts) {
        const bool within = attempt.started >= gap.begin && attempt.started <= gap.end.value_or(now);
        if (!within || attempt.succeeded || !attempt.ended)
            continue;
        ++failed;
        error = attempt.error;
    }
    if (failed == 0)
        return {};
    return tr("%n failed attempt(s): %1", failed).arg(error);
}

} // namespace rumpscope::ui
