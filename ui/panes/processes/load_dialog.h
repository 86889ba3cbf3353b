// SPDX-License-Identifier: GPL-3.0-or-later
// Asks what load to put on the kernel: which call, how often, how long.
#pragma once

#include "ui/bridge/workbench.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QSpinBox;

namespace rumpscope::ui {

class CallEdit;

class LoadDialog : public QDialog
{
    Q_OBJECT
public:
    /// `process`: "shell 2", for the heading.
    LoadDialog(const QString &process, const LoadSetting &setting, QWidget *parent = nullptr);

    [[nodiscard]] LoadSetting setting() const;

private:
    void judge();
    CallEdit *m_expression;
    QSpinBox *m_rate;
    QSpinBox *m_seconds;
    QLabel *m_mistake;
    QPushButton *m_start;
};

} // namespace rumpscope::ui
