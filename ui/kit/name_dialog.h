// SPDX-License-Identifier: GPL-3.0-or-later
// Asks for a command name: of a new guest, or of a process after its exec.
#pragma once

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace rumpscope::ui {

class NameDialog : public QDialog
{
    Q_OBJECT
public:
    NameDialog(const QString &title, const QString &action, const QString &initial, QWidget *parent = nullptr,
               const QString &label = {});

    [[nodiscard]] QString name() const;

    static constexpr int kLongest = 255; ///< characters; kernels show the first 16 or so

private:
    QLineEdit *m_name;
    QPushButton *m_go;
};

} // namespace rumpscope::ui
