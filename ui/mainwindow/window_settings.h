// SPDX-License-Identifier: GPL-3.0-or-later
// What the window remembers from one run to the next.
#pragma once

#include "clientcore/retry/policy.h"

#include <QByteArray>
#include <QMap>
#include <QStringList>

namespace rumpscope::ui {

/// Values in QSettings; what is missing or spoilt there gives a default.
class WindowSettings
{
public:
    [[nodiscard]] static QStringList urls(); ///< latest first
    static void setUrls(const QStringList &urls);
    [[nodiscard]] static retry::Policy retry(); ///< for ever, at first
    static void setRetry(const retry::Policy &policy);
    [[nodiscard]] static QStringList filterHistory(); ///< oldest first
    static void setFilterHistory(const QStringList &history);
    [[nodiscard]] static QMap<QString, QString> savedFilters(); ///< texts by name
    static void setSavedFilters(const QMap<QString, QString> &saved);
    [[nodiscard]] static QStringList silencedRules(); ///< keys of kinds of remarks
    static void setSilencedRules(const QStringList &keys);
    /// Geometry of the window, states of its splitters: opaque bytes by name.
    [[nodiscard]] static QByteArray state(const QString &name);
    static void setState(const QString &name, const QByteArray &state);
    static void forgetStates();
};

} // namespace rumpscope::ui
