// SPDX-License-Identifier: GPL-3.0-or-later
// Taps: open one, tell a program about it, see and cut what passes through.
#pragma once

#include "ui/bridge/tap_host.h"

#include <QDialog>

class QAbstractItemModel;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;
class QVBoxLayout;

namespace rumpscope::ui {

class EmptyState;
class ProgramPane;

class TapDialog : public QDialog
{
    Q_OBJECT
public:
    explicit TapDialog(QWidget *parent = nullptr);

    void setListen(const QString &url); ///< where the next tap is to listen
    void setServer(const QString &url); ///< where it is to pass to
    void setTaps(const std::vector<OpenTap> &taps);
    void setClients(QAbstractItemModel *clients);
    void showMistake(const QString &sentence); ///< why a tap could not be opened; empty: none
    [[nodiscard]] ProgramPane *program() { return m_program; }

signals:
    void openRequested(const QString &listen, const QString &server);
    void closeRequested(rumpscope::ui::TapId tap);
    void cutRequested(rumpscope::event::SessionId session);
    /// Of the newest tap.
    void runRequested(const QString &commandLine, const QString &server);

private:
    [[nodiscard]] QWidget *buildOpening();
    [[nodiscard]] QWidget *buildConnections();
    [[nodiscard]] QWidget *tapRow(const OpenTap &tap);
    void judgeCut();

    QLineEdit *m_listen;
    QLineEdit *m_server;
    QPushButton *m_open;
    QLabel *m_mistake;
    QWidget *m_taps;
    ProgramPane *m_program;
    QTableView *m_clients;
    EmptyState *m_nobody;
    QPushButton *m_cut;
    QString m_newest; ///< address of the newest tap
};

} // namespace rumpscope::ui
