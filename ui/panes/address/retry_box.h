// SPDX-License-Identifier: GPL-3.0-or-later
// The retry policy: all five kinds of rumpclient_setconnretry(3), explained.
#pragma once

#include "clientcore/retry/retry_policy.h"

#include <QWidget>

class QComboBox;
class QSpinBox;

namespace rumpscope::ui {

class RetryBox : public QWidget
{
    Q_OBJECT
public:
    explicit RetryBox(QWidget *parent = nullptr);

    [[nodiscard]] retry::RetrySetting setting() const;
    void setSetting(const retry::RetrySetting &setting); ///< says nothing

signals:
    void changed(const rumpscope::retry::RetrySetting &setting); ///< by the user

private:
    void chosen();
    QComboBox *m_kind;
    QSpinBox *m_seconds;
    bool m_overshoot = false;
};

} // namespace rumpscope::ui
