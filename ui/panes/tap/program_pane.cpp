// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/tap/program_pane.h"

#include "ui/kit/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace rumpscope::ui {

ProgramPane::ProgramPane(QWidget *parent)
    : QWidget(parent)
    , m_command(new QLineEdit)
    , m_run(new QPushButton)
    , m_output(new QPlainTextEdit)
    , m_state(new QLabel)
{
    m_command->setFont(Theme::monospaced(font()));
    m_command->setPlaceholderText(tr("program and arguments"));
    m_command->setAccessibleName(tr("Command line"));
    m_command->setToolTip(
        tr("A program that uses librumpclient. It gets RUMP_SERVER from here, and ends with rumpscope."));
    m_run->setAutoDefault(false);
    m_output->setReadOnly(true);
    m_output->setFrameShape(QFrame::NoFrame);
    m_output->setMaximumBlockCount(kLines);
    m_output->setFont(Theme::monospaced(font()));
    m_output->setAccessibleName(tr("What the program prints"));
    m_state->setWordWrap(true);
    m_state->setForegroundRole(QPalette::PlaceholderText);

    auto *row = new QHBoxLayout;
    row->addWidget(m_command, 1);
    row->addWidget(m_run);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->addLayout(row);
    column->addWidget(m_output, 1);
    column->addWidget(m_state);
    connect(m_command, &QLineEdit::textChanged, this, &ProgramPane::judge);
    connect(m_command, &QLineEdit::returnPressed, m_run, &QPushButton::click);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (m_running)
            emit stopRequested();
        else
            emit runRequested(m_command->text());
    });
    judge();
}

void ProgramPane::setPossible(bool possible)
{
    m_possible = possible;
    judge();
}

void ProgramPane::setRunning(bool running)
{
    if (running) {
        m_output->clear();
        say(tr("● running"));
    }
    m_running = running;
    judge();
}

void ProgramPane::addOutput(const QString &text)
{
    m_output->moveCursor(QTextCursor::End);
    m_output->insertPlainText(text);
    m_output->ensureCursorVisible();
}

void ProgramPane::say(const QString &sentence)
{
    m_state->setText(sentence);
}

void ProgramPane::judge()
{
    m_run->setText(m_running ? tr("&Stop") : tr("&Run"));
    m_run->setEnabled(m_running || (m_possible && !m_command->text().trimmed().isEmpty()));
    if (!m_running && !m_possible)
        say(tr("Open a tap first."));
    else if (!m_running && m_state->text() == tr("Open a tap first."))
        say({});
}

} // namespace rumpscope::ui
