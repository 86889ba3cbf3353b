// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/format.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>

namespace rumpscope::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("format", text);
}

/// Two significant digits below ten, whole numbers above.
QString compact(double value)
{
    return QLocale::c().toString(value, 'f', value < 9.95 ? 1 : 0);
}

} // namespace

QString latencyText(double microseconds)
{
    if (microseconds < 1'000)
        return tr("%1 µs").arg(QLocale::c().toString(microseconds, 'f', microseconds < 9.95 ? 1 : 0));
    if (microseconds < 1'000'000)
        return tr("%1 ms").arg(compact(microseconds / 1'000));
    return secondsText(microseconds / 1'000'000);
}

QString secondsText(double seconds)
{
    if (seconds < 60)
        return tr("%1 s").arg(QLocale::c().toString(seconds, 'f', 1));
    const auto whole = static_cast<qint64>(seconds);
    if (whole < 3'600 && whole % 60 == 0)
        return tr("%1 min").arg(whole / 60);
    if (whole < 3'600)
        return tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    return tr("%1 h %2 min").arg(whole / 3'600).arg(whole / 60 % 60);
}

QString countText(quint64 count)
{
    QString text = QString::number(count);
    for (qsizetype at = text.size() - 3; at > 0; at -= 3)
        text.insert(at, QChar(0x2009));
    return text;
}

QString callsText(quint64 count)
{
    const int form = static_cast<int>(std::min<quint64>(count, std::numeric_limits<int>::max()));
    return QCoreApplication::translate("format", "%1 call(s)", nullptr, form).arg(countText(count));
}

QString rateText(double perSecond)
{
    if (perSecond >= 999.5)
        return tr("%1 k/s").arg(QLocale::c().toString(perSecond / 1'000, 'f', 1));
    return tr("%1/s").arg(QLocale::c().toString(perSecond, 'f', 0));
}

} // namespace rumpscope::ui
