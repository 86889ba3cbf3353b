// SPDX-License-Identifier: GPL-3.0-or-later
// The one filter of the window.
#pragma once

#include "clientcore/filter/filter.h"

#include <QObject>
#include <QString>

namespace rumpscope::ui {

/// Whoever edits it sets it; others ask for a text, as if it were typed, and follow.
class CallFilter : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] const trace::Filter &filter() const { return m_filter; }
    [[nodiscard]] QString text() const { return m_text; } ///< empty: everything passes
    void set(const trace::Filter &filter, const QString &text)
    {
        m_filter = filter;
        m_text = text;
        emit changed();
    }
    void ask(const QString &text) { emit asked(text); }
    /// Only what fulfils the condition besides, or what does not.
    void narrow(const QString &condition, bool negated) { emit narrowed(condition, negated); }

signals:
    void changed();
    void asked(const QString &text);
    void narrowed(const QString &condition, bool negated);

private:
    trace::Filter m_filter;
    QString m_text;
};

} // namespace rumpscope::ui
