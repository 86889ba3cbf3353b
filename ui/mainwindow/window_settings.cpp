// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/window_settings.h"

#include <QSettings>

namespace rumpscope::ui {

namespace {

const QString kUrls = QStringLiteral("connection/urls");
const QString kRetry = QStringLiteral("connection/retry");
const QString kStates = QStringLiteral("window");

/// As rumpclient_setconnretry(3) writes it.
long long valueOf(const session::RetrySetting &setting)
{
    using Kind = session::RetrySetting::Kind;
    switch (setting.kind) {
    case Kind::None:
        return 0;
    case Kind::Seconds:
        return setting.seconds.count();
    case Kind::Infinite:
        return -1;
    case Kind::Once:
        return -2;
    case Kind::Die:
        return -3;
    }
    return 0;
}

} // namespace

QStringList WindowSettings::urls()
{
    return QSettings().value(kUrls).toStringList();
}

void WindowSettings::setUrls(const QStringList &urls)
{
    QSettings().setValue(kUrls, urls);
}

session::RetrySetting WindowSettings::retry()
{
    bool isNumber = false;
    const long long value = QSettings().value(kRetry, -1).toLongLong(&isNumber);
    const auto setting = isNumber ? session::RetrySetting::fromValue(value) : std::nullopt;
    return setting.value_or(session::RetrySetting{.kind = session::RetrySetting::Kind::Infinite});
}

void WindowSettings::setRetry(const session::RetrySetting &setting)
{
    QSettings().setValue(kRetry, valueOf(setting));
}

QByteArray WindowSettings::state(const QString &name)
{
    return QSettings().value(kStates + QLatin1Char('/') + name).toByteArray();
}

void WindowSettings::setState(const QString &name, const QByteArray &state)
{
    QSettings().setValue(kStates + QLatin1Char('/') + name, state);
}

void WindowSettings::forgetStates()
{
    QSettings().remove(kStates);
}

} // namespace rumpscope::ui
