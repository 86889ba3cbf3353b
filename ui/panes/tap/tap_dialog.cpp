// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/tap/tap_dialog.h"

#include "ui/kit/card.h"
#include "ui/kit/empty_state.h"
#include "ui/kit/theme.h"
#include "ui/panes/tap/program_pane.h"
#include "ui/panes/tap/tapped_client_model.h"

#include <QClipboard>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace rumpscope::ui {

namespace {

constexpr QSize kFirstSize(760, 680);
constexpr int kInside = 8; ///< pixels between a card and what is in it

Card *cardOf(const QString &title, QWidget *content)
{
    auto *card = new Card(title);
    card->setContent(content);
    return card;
}

} // namespace

TapDialog::TapDialog(QWidget *parent)
    : QDialog(parent)
    , m_listen(new QLineEdit)
    , m_server(new QLineEdit)
    , m_open(new QPushButton(tr("&Open the tap")))
    , m_mistake(new QLabel)
    , m_taps(new QWidget)
    , m_program(new ProgramPane)
    , m_clients(new QTableView)
    , m_nobody(
          new EmptyState(m_clients, tr("Nobody passes through.\nRun a program above, or start one yourself "
                                       "with the RUMP_SERVER line of a tap.")))
    , m_cut(new QPushButton(tr("C&ut the connection")))
{
    setWindowTitle(tr("Tap"));
    auto *column = new QVBoxLayout(this);
    column->setSpacing(10);
    auto *intro =
        new QLabel(tr("A program that connects to a tap reaches its kernel as usual, and everything the "
                      "two say shows in the trace and in the tree."));
    intro->setWordWrap(true);
    intro->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(intro);
    column->addWidget(buildOpening());
    new QVBoxLayout(m_taps);
    m_taps->layout()->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_taps);
    column->addWidget(cardOf(tr("Run a program through it"), m_program), 1);
    column->addWidget(cardOf(tr("Connections"), buildConnections()), 1);
    connect(m_program, &ProgramPane::runRequested, this,
            [this](const QString &commandLine) { emit runRequested(commandLine, m_newest); });
    setTaps({});
    resize(kFirstSize);
}

QWidget *TapDialog::buildOpening()
{
    auto *opening = new QWidget;
    auto *form = new QFormLayout(opening);
    form->setContentsMargins(0, 0, 0, 0);
    for (QLineEdit *edit : {m_listen, m_server}) {
        edit->setFont(Theme::monospaced(font()));
        connect(edit, &QLineEdit::textChanged, this, [this] {
            showMistake({});
            m_open->setEnabled(!m_listen->text().isEmpty() && !m_server->text().isEmpty());
        });
    }
    m_listen->setToolTip(tr("Where programs will connect; a local socket is only for you"));
    m_server->setToolTip(tr("The kernel they get to"));
    form->addRow(tr("&Listen at"), m_listen);
    form->addRow(tr("&Pass to"), m_server);
    m_mistake->setWordWrap(true);
    m_mistake->setForegroundRole(QPalette::BrightText);
    form->addRow(QString(), m_mistake);
    m_open->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_open);
    form->addRow(row);
    connect(m_open, &QPushButton::clicked, this,
            [this] { emit openRequested(m_listen->text(), m_server->text()); });
    showMistake({});
    return opening;
}

QWidget *TapDialog::buildConnections()
{
    auto *connections = new QWidget;
    auto *column = new QVBoxLayout(connections);
    column->setContentsMargins(0, 0, 0, 0);
    m_clients->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_clients->setSelectionMode(QAbstractItemView::SingleSelection);
    m_clients->setShowGrid(false);
    m_clients->verticalHeader()->hide();
    m_clients->horizontalHeader()->setHighlightSections(false);
    m_clients->setAccessibleName(tr("Connections through taps"));
    m_cut->setAutoDefault(false);
    m_cut->setToolTip(tr("As a broken network would: what comes next is up to the program's retry policy"));
    connect(m_cut, &QPushButton::clicked, this, [this] {
        const QVariant session = m_clients->currentIndex().data(TappedClientModel::SessionRole);
        if (session.isValid())
            emit cutRequested(event::SessionId{session.toUInt()});
    });
    auto *row = new QHBoxLayout;
    row->setContentsMargins(kInside, 0, kInside, kInside);
    row->addStretch();
    row->addWidget(m_cut);
    m_clients->setFrameShape(QFrame::NoFrame);
    column->addWidget(m_clients, 1);
    column->addLayout(row);
    return connections;
}

QWidget *TapDialog::tapRow(const OpenTap &tap)
{
    auto *line = new QLineEdit(QStringLiteral("RUMP_SERVER=") + tap.url);
    line->setReadOnly(true);
    line->setFont(Theme::monospaced(font()));
    line->setCursorPosition(0);
    line->setToolTip(tr("Put this before a program's command line. It passes to %1.").arg(tap.server));
    auto *copy = new QPushButton(tr("&Copy"));
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, line,
            [line] { QGuiApplication::clipboard()->setText(line->text()); });
    auto *close = new QPushButton(tr("Clo&se"));
    close->setAutoDefault(false);
    close->setToolTip(tr("Its clients lose their connection"));
    connect(close, &QPushButton::clicked, this, [this, id = tap.id] { emit closeRequested(id); });
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(new QLabel(tr("● open")));
    layout->addWidget(line, 1);
    layout->addWidget(copy);
    layout->addWidget(close);
    return row;
}

void TapDialog::setListen(const QString &url)
{
    m_listen->setText(url);
}

void TapDialog::setServer(const QString &url)
{
    m_server->setText(url);
}

void TapDialog::setTaps(const std::vector<OpenTap> &taps)
{
    qDeleteAll(m_taps->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
    for (const OpenTap &tap : taps)
        m_taps->layout()->addWidget(tapRow(tap));
    m_taps->setVisible(!taps.empty());
    m_newest = taps.empty() ? QString() : taps.back().url;
    m_program->setPossible(!taps.empty());
}

void TapDialog::setClients(QAbstractItemModel *clients)
{
    m_clients->setModel(clients);
    m_nobody->watch();
    m_clients->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_clients->horizontalHeader()->setSectionResizeMode(TappedClientModel::ProcessColumn,
                                                        QHeaderView::Stretch);
    connect(m_clients->selectionModel(), &QItemSelectionModel::currentChanged, this, &TapDialog::judgeCut);
    judgeCut();
}

void TapDialog::showMistake(const QString &sentence)
{
    m_mistake->setText(sentence.isEmpty() ? QString() : QStringLiteral("✕ ") + sentence);
    m_mistake->setVisible(!sentence.isEmpty());
}

void TapDialog::judgeCut()
{
    m_cut->setEnabled(m_clients->currentIndex().isValid());
}

} // namespace rumpscope::ui
