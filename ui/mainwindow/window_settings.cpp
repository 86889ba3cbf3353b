// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/window_settings.h"

#include <QSettings>

namespace rumpscope::ui {

namespace {

const QString kUrls = QStringLiteral("connection/urls");
const QString kRetry = QStringLiteral("connection/retry");
const QString kFilterHistory = QStringLiteral("filter/history");
const QString kSavedFilters = QStringLiteral("filter/saved");
const QString kSilencedRules = QStringLiteral("remarks/silenced");
const QString kStates = QStringLiteral("window");

/// As rumpclient_setconnretry(3) writes it.
long long valueOf(const retry::RetrySetting &setting)
{
    using Kind = retry::RetrySetting::Kind;
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

retry::RetrySetting WindowSettings::retry()
{
    bool isNumber = false;
    const long long value = QSettings().value(kRetry, -1).toLongLong(&isNumber);
    const auto setting = isNumber ? retry::RetrySetting::fromValue(value) : std::nullopt;
    return setting.value_or(retry::RetrySetting{.kind = retry::RetrySetting::Kind::Infinite});
}

void WindowSettings::setRetry(const retry::RetrySetting &setting)
{
    QSettings().setValue(kRetry, valueOf(setting));
}

QStringList WindowSettings::filterHistory()
{
    return QSettings().value(kFilterHistory).toStringList();
}

void WindowSettings::setFilterHistory(const QStringList &history)
{
    QSettings().setValue(kFilterHistory, history);
}

QMap<QString, QString> WindowSettings::savedFilters()
{
    QMap<QString, QString> saved;
    const QVariantMap values = QSettings().value(kSavedFilters).toMap();
    for (auto one = values.cbegin(); one != values.cend(); ++one)
        saved.insert(one.key(), one.value().toString());
    return saved;
}

void WindowSettings::setSavedFilters(const QMap<QString, QString> &saved)
{
    QVariantMap values;
    for (auto one = saved.cbegin(); one != saved.cend(); ++one)
        values.insert(one.key(), one.value());
    QSettings().setValue(kSavedFilters, values);
}

QStringList WindowSettings::silencedRules()
{
    return QSettings().value(kSilencedRules).toStringList();
}

void WindowSettings::setSilencedRules(const QStringList &keys)
{
    QSettings().setValue(kSilencedRules, keys);
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
