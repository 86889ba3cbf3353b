// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/settings.h"

#include <QSettings>

namespace rumpscope::ui {

QVariant Settings::value(const QString &key, const QVariant &otherwise) const
{
    return QSettings().value(key, otherwise);
}

void Settings::setValue(const QString &key, const QVariant &value)
{
    if (m_remembers)
        QSettings().setValue(key, value);
}

void Settings::remove(const QString &key)
{
    if (m_remembers)
        QSettings().remove(key);
}

QMap<QString, QString> Settings::texts(const QString &key) const
{
    QMap<QString, QString> texts;
    const QVariantMap values = value(key).toMap();
    for (auto one = values.cbegin(); one != values.cend(); ++one)
        texts.insert(one.key(), one.value().toString());
    return texts;
}

void Settings::setTexts(const QString &key, const QMap<QString, QString> &texts)
{
    QVariantMap values;
    for (auto one = texts.cbegin(); one != texts.cend(); ++one)
        values.insert(one.key(), one.value());
    setValue(key, values);
}

} // namespace rumpscope::ui
