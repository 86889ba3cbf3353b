// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/ladder/ladder_view.h"

#include "ui/kit/empty_state.h"
#include "ui/kit/format.h"
#include "ui/kit/icons.h"
#include "ui/kit/theme.h"
#include "ui/panes/ladder/ladder_canvas.h"
#include "ui/panes/ladder/ladder_export.h"
#include "ui/panes/ladder/ladder_model.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace rumpscope::ui {

LadderView::LadderView(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget(this))
    , m_canvas(new LadderCanvas(this))
    , m_table(new QTableView(this))
    , m_tools(new QWidget(this))
    , m_counts(new QLabel(m_tools))
    , m_tableButton(new QToolButton(m_tools))
    , m_followButton(new QToolButton(m_tools))
{
    buildTable();
    buildTools();
    m_stack->addWidget(m_canvas);
    m_stack->addWidget(m_table);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_tools);
    column->addWidget(m_stack, 1);
    setFocusProxy(m_canvas);
    connect(m_canvas, &LadderCanvas::callSelected, this, &LadderView::callSelected);
    connect(m_canvas, &LadderCanvas::followChanged, m_followButton, &QToolButton::setChecked);
}

void LadderView::buildTable()
{
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setWordWrap(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setFont(Theme::monospaced(font()));
    m_table->setAccessibleName(tr("Messages"));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(QFontMetrics(m_table->font()).height() + 6);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setFont(font());
}

void LadderView::buildTools()
{
    m_counts->setForegroundRole(QPalette::PlaceholderText);
    m_followButton->setIcon(symbolIcon(QStringLiteral("follow")));
    m_followButton->setCheckable(true);
    m_followButton->setChecked(true);
    m_followButton->setToolTip(tr("Keep the latest message in sight"));
    m_followButton->setAccessibleName(tr("Follow"));
    connect(m_followButton, &QToolButton::clicked, m_canvas, &LadderCanvas::setFollow);
    m_tableButton->setText(tr("Table"));
    m_tableButton->setCheckable(true);
    m_tableButton->setToolTip(tr("The messages as a table"));
    connect(m_tableButton, &QToolButton::toggled, this, &LadderView::setShowsTable);
    auto *more = new QToolButton(m_tools);
    more->setText(tr("Export"));
    more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(more);
    menu->addAction(tr("As SVG, PNG or Mermaid &file…"), this, &LadderView::exportAs);
    menu->addAction(tr("&Copy as Mermaid text"), this, &LadderView::copyMermaid);
    more->setMenu(menu);
    auto *row = new QHBoxLayout(m_tools);
    row->setContentsMargins(12, 3, 6, 3);
    row->setSpacing(2);
    row->addWidget(m_counts);
    row->addStretch(1);
    for (QToolButton *button : {m_followButton, m_tableButton, more}) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(button);
    }
}

void LadderView::setModel(LadderModel *model)
{
    m_model = model;
    m_canvas->setModel(model);
    m_table->setModel(model);
    m_empty = new EmptyState(
        m_table, tr("No messages.\nWhat clients and kernel say to each other appears here as it happens."));
    m_empty->watch();
    const int figure = QFontMetrics(m_table->font()).horizontalAdvance(QLatin1Char('0'));
    m_table->setColumnWidth(LadderModel::TimeColumn, figure * 13);
    m_table->setColumnWidth(LadderModel::FromColumn, figure * 14);
    m_table->setColumnWidth(LadderModel::ToColumn, figure * 14);
    m_table->horizontalHeader()->setSectionResizeMode(LadderModel::MessageColumn, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                const quint64 id = current.data(LadderModel::CallIdRole).toULongLong();
                if (!m_selecting && id != 0)
                    emit callSelected(trace::CallId{id});
            });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(model, signal, this, &LadderView::showCounts);
    connect(model, &QAbstractItemModel::modelReset, this, &LadderView::showCounts);
    model->setActive(isVisible());
    showCounts();
}

void LadderView::showCounts()
{
    QString text = tr("%1 messages").arg(countText(static_cast<quint64>(m_model->rowCount())));
    if (m_model->leftOut() > 0)
        text += tr(" · %1 older ones not drawn").arg(countText(m_model->leftOut()));
    m_counts->setText(text);
}

void LadderView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_model)
        m_model->setActive(true);
}

void LadderView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    if (m_model)
        m_model->setActive(false);
}

bool LadderView::showsTable() const
{
    return m_stack->currentWidget() == m_table;
}

void LadderView::setShowsTable(bool table)
{
    m_tableButton->setChecked(table);
    m_stack->setCurrentWidget(table ? static_cast<QWidget *>(m_table) : m_canvas);
    m_followButton->setEnabled(!table);
    if (table && m_canvas->selected())
        selectCall(*m_canvas->selected());
}

void LadderView::selectCall(trace::CallId id)
{
    m_canvas->select(id);
    const int row = m_model && showsTable() ? m_model->rowOfCall(id) : -1;
    const quint64 current = m_table->currentIndex().data(LadderModel::CallIdRole).toULongLong();
    if (row < 0 || current == static_cast<quint64>(id))
        return;
    m_selecting = true;
    m_table->setCurrentIndex(m_model->index(row, 0));
    m_table->scrollTo(m_table->currentIndex(), QAbstractItemView::PositionAtCenter);
    m_selecting = false;
}

int LadderView::firstRow() const
{
    return showsTable() ? std::max(0, m_table->rowAt(0)) : m_canvas->firstVisibleRow();
}

void LadderView::exportAs()
{
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export up to %1 messages from the first one in sight").arg(kExportedMessages),
        QStringLiteral("ladder.svg"), tr("Drawing (*.svg);;Picture (*.png);;Mermaid text (*.mmd)"));
    if (path.isEmpty())
        return;
    const QString wrong = exportLadder(*m_canvas, *m_model, firstRow(), path);
    emit notice(wrong.isEmpty() ? tr("The ladder was written to %1").arg(path) : wrong);
}

void LadderView::copyMermaid()
{
    QApplication::clipboard()->setText(mermaidOf(*m_model, firstRow()));
}

} // namespace rumpscope::ui
