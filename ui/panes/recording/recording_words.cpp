// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/recording/recording_words.h"

#include "ui/kit/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>

namespace rumpscope::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("recording", text);
}

double seconds(transport::Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

QDateTime dayOf(transport::TimePoint when)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch()).count());
}

} // namespace

QString recordingText(const RecordingInfo &info)
{
    const int form = static_cast<int>(std::min<quint64>(info.frames, std::numeric_limits<int>::max()));
    QStringList parts{
        QFileInfo(info.path).fileName(),
        QCoreApplication::translate("recording", "%1 frame(s)", nullptr, form).arg(countText(info.frames)),
        secondsText(seconds(info.end - info.begin))};
    if (info.wallClock)
        parts << dayOf(info.begin).toString(QStringLiteral("d MMM yyyy HH:mm:ss"));
    if (!info.damage.isEmpty())
        parts << tr("▲ damaged: shown up to there");
    else if (!info.complete)
        parts << tr("not closed by its recorder");
    return parts.join(QStringLiteral(" · "));
}

QString replayTimeText(transport::TimePoint begin, transport::TimePoint end, transport::TimePoint when,
                       bool wallClock)
{
    const QString whole = QString::number(seconds(end - begin), 'f', 3);
    const QString text =
        tr("%1 of %2 s")
            .arg(QString::number(seconds(when - begin), 'f', 3).rightJustified(whole.size()), whole);
    return wallClock ? text + QStringLiteral(" · ") + dayOf(when).toString(QStringLiteral("HH:mm:ss.zzz"))
                     : text;
}

} // namespace rumpscope::ui
