// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/connection/lane_words.h"

#include "ui/kit/format.h"

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

QString namedLabel(const LaneModel::Life &life)
{
    QString text = tr("generation %1").arg(life.generation);
    if (life.pid)
        text += tr(" · pid %1").arg(*life.pid);
    return text;
}

QString longLabel(const LaneModel::Life &life)
{
    return life.generation > 1 ? tr("%1, descriptors new").arg(namedLabel(life)) : namedLabel(life);
}

} // namespace

QString lifeLabel(const LaneModel::Life &life, const QFontMetrics &font, int room)
{
    const QString number = QString::number(life.generation);
    for (const QString &text : {longLabel(life), namedLabel(life), tr("gen %1").arg(number), number}) {
        if (font.horizontalAdvance(text) <= room)
            return text;
    }
    return {};
}

QString lifeWords(const LaneModel::Life &life)
{
    const QString begin = secondsText(life.begin);
    const QString span =
        life.end ? tr("from %1 to %2").arg(begin, secondsText(*life.end)) : tr("since %1").arg(begin);
    return tr("%1, %2").arg(longLabel(life), span);
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
    QString reason;
    for (const LaneModel::Attempt &attempt : lane.attempts) {
        const bool within = attempt.started >= gap.begin && attempt.started <= gap.end.value_or(now);
        if (!within || attempt.succeeded || !attempt.ended)
            continue;
        ++failed;
        reason = attempt.reason;
    }
    if (failed == 0)
        return {};
    return tr("%n failed attempt(s) · %1", failed).arg(reason);
}

} // namespace rumpscope::ui
