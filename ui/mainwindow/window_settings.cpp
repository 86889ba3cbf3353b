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

} // namespace

QStringList WindowSettings::urls()
{
    return QSettings().value(kUrls).toStringList();
}

void WindowSettings::setUrls(const QStringList &urls)
{
    QSettings().setValue(kUrls, urls);
}

retry::Policy WindowSettings::retry()
{
    // Older versions wrote a number of rumpclient_setconnretry(3).
    const QString stored = QSettings().value(kRetry).toString();
    bool isNumber = false;
    if (const long long value = stored.toLongLong(&isNumber); isNumber)
        return retry::Policy::fromValue(value).value_or(retry::Policy::forEver());
    return retry::Policy::parse(stored.toStdString()).value_or(retry::Policy::forEver());
}

void WindowSettings::setRetry(const retry::Policy &policy)
{
    QSettings().setValue(kRetry, QString::fromStdString(policy.text()));
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
