// SPDX-License-Identifier: GPL-3.0-or-later
// Where what is live is recorded to, and how large the files may become.
#pragma once

#include "ui/bridge/live_recorder.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace rumpscope::ui {

class RecordDialog : public QDialog
{
    Q_OBJECT
public:
    explicit RecordDialog(const QString &path, QWidget *parent = nullptr);

    [[nodiscard]] LiveRecorder::Setting setting() const;

private:
    void choose();
    void judge();

    QLineEdit *m_path;
    QSpinBox *m_megabytes;
    QSpinBox *m_keep;
    QLabel *m_mistake;
    QPushButton *m_start;
};

} // namespace rumpscope::ui
