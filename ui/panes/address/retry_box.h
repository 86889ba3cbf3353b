// SPDX-License-Identifier: GPL-3.0-or-later
// The retry policy: all five kinds of rumpclient_setconnretry(3), explained.
#pragma once

#include "clientcore/retry/policy.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QSpinBox;

namespace rumpscope::ui {

class RetryBox : public QWidget
{
    Q_OBJECT
public:
    explicit RetryBox(QWidget *parent = nullptr);

    [[nodiscard]] retry::Policy policy() const;
    /// Emits nothing. A policy that no entry stands for gets an entry of its own.
    void setPolicy(const retry::Policy &policy);

signals:
    void changed(const rumpscope::retry::Policy &policy); ///< by the user

private:
    void add(const retry::Policy &policy, const QString &text, const QString &explanation);
    void chosen();
    void showSeconds();

    QComboBox *m_choice;
    QSpinBox *m_seconds;                   ///< shown where the chosen policy has a limit of time
    std::vector<retry::Policy> m_policies; ///< one an entry; the seconds of a limit are the spin box's
};

} // namespace rumpscope::ui
