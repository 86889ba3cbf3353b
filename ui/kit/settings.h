// SPDX-License-Identifier: GPL-3.0-or-later
// What is remembered from one run to the next.
#pragma once

#include <QMap>
#include <QString>
#include <QVariant>

namespace rumpscope::ui {

/// Values in QSettings by key ("filter/history"); a pane's keys begin with a word of its own. What is missing
/// or spoilt there gives a default.
class Settings
{
public:
    /// Off for a picture or a measurement: then nothing is written, and what is there stays.
    void setRemembers(bool remembers) { m_remembers = remembers; }
    [[nodiscard]] bool remembers() const { return m_remembers; }

    [[nodiscard]] QVariant value(const QString &key, const QVariant &otherwise = {}) const;
    void setValue(const QString &key, const QVariant &value);
    void remove(const QString &key);
    /// Texts by name.
    [[nodiscard]] QMap<QString, QString> texts(const QString &key) const;
    void setTexts(const QString &key, const QMap<QString, QString> &texts);

private:
    bool m_remembers = true;
};

} // namespace rumpscope::ui
