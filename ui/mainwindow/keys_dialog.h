// SPDX-License-Identifier: GPL-3.0-or-later
// All commands with their keys, which can be changed here.
#pragma once

#include "ui/kit/commands.h"

#include <QDialog>

class QKeySequenceEdit;
class QLabel;
class QPushButton;
class QTreeWidget;

namespace rumpscope::ui {

/// A change holds at once and is remembered. Keys that another command has are not taken from it.
class KeysDialog : public QDialog
{
    Q_OBJECT
public:
    KeysDialog(Commands &commands, QWidget *parent);

    [[nodiscard]] QTreeWidget *list() const { return m_list; }
    [[nodiscard]] QKeySequenceEdit *edit() const { return m_edit; }
    [[nodiscard]] QString message() const; ///< why keys were not taken; empty otherwise

private:
    void fill();
    void showChosen();
    void change();
    void say(const QString &message);
    [[nodiscard]] QString chosen() const;

    Commands &m_commands;
    QTreeWidget *m_list;
    QKeySequenceEdit *m_edit;
    QPushButton *m_none;
    QPushButton *m_reset;
    QLabel *m_message;
};

} // namespace rumpscope::ui
