// SPDX-License-Identifier: GPL-3.0-or-later
// Every command by a few letters of its name.
#pragma once

#include "ui/kit/commands.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QStandardItemModel;
class QTreeView;

namespace rumpscope::ui {

/// Type to find, Up and Down to choose, Enter to run. A command that cannot be given now says why.
class CommandPalette : public QDialog
{
    Q_OBJECT
public:
    CommandPalette(Commands &commands, QWidget *parent);

    [[nodiscard]] QLineEdit *edit() const { return m_edit; }
    [[nodiscard]] QTreeView *list() const { return m_list; }
    [[nodiscard]] QString reason() const; ///< why the chosen one cannot be given; empty: it can

    enum Role { IdRole = Qt::UserRole, WordsRole };

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void fill();
    void find(const QString &words);
    void showReason();
    void runChosen();

    Commands &m_commands;
    QLineEdit *m_edit;
    QTreeView *m_list;
    QLabel *m_reason;
    QStandardItemModel *m_rows;
    QSortFilterProxyModel *m_found;
};

} // namespace rumpscope::ui
