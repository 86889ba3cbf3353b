// SPDX-License-Identifier: GPL-3.0-or-later
// A command line to run, and what the program says.
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace rumpscope::ui {

class ProgramPane : public QWidget
{
    Q_OBJECT
public:
    explicit ProgramPane(QWidget *parent = nullptr);

    void setPossible(bool possible); ///< there is something to run it through
    void setRunning(bool running);
    void addOutput(const QString &text); ///< the last kLines lines are kept
    void say(const QString &sentence);   ///< about the program, below its words
    static constexpr int kLines = 2000;

signals:
    void runRequested(const QString &commandLine);
    void stopRequested();

private:
    void judge();

    QLineEdit *m_command;
    QPushButton *m_run;
    QPlainTextEdit *m_output;
    QLabel *m_state;
    bool m_possible = false;
    bool m_running = false;
};

} // namespace rumpscope::ui
