// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/console/console_view.h"

#include "ui/kit/empty_state.h"
#include "ui/kit/redraw_gate.h"
#include "ui/panes/console/console_delegate.h"
#include "ui/panes/console/console_model.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QListView>
#include <QMenu>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace rumpscope::ui {

ConsoleView::ConsoleView(QWidget *parent)
    : QWidget(parent)
    , m_list(new QListView(this))
    , m_gate(new RedrawGate(this, [this] { toEnd(); }))
{
    m_list->setItemDelegate(new ConsoleDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setAccessibleName(tr("Console"));
    m_empty = new EmptyState(m_list, tr("Nothing called yet.\nType a call below: getpid()"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_list);
    setFocusProxy(m_list);

    auto *copyAction = new QAction(tr("Copy"), m_list);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(copyAction);
    connect(copyAction, &QAction::triggered, this, &ConsoleView::copy);
    connect(m_list, &QWidget::customContextMenuRequested, this, &ConsoleView::showMenu);
    connect(m_list, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        emit repeatRequested(index.data(ConsoleModel::ExpressionRole).toString());
    });
    connect(m_list->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_scrolling)
            m_follow = value == m_list->verticalScrollBar()->maximum();
    });
    connect(m_list->verticalScrollBar(), &QScrollBar::rangeChanged, this, [this] { toEnd(); });
}

void ConsoleView::setModel(QAbstractItemModel *model)
{
    m_list->setModel(model);
    m_empty->watch();
    if (!model)
        return;
    connect(model, &QAbstractItemModel::rowsInserted, m_gate, &RedrawGate::markDirty);
    connect(model, &QAbstractItemModel::dataChanged, m_gate, &RedrawGate::markDirty);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) {
                if (index.data(ConsoleModel::ReqnoRole).isValid())
                    emit entrySelected(static_cast<SessionId>(index.data(ConsoleModel::SessionRole).toUInt()),
                                       index.data(ConsoleModel::GenerationRole).toUInt(),
                                       index.data(ConsoleModel::ReqnoRole).toULongLong());
            });
    toEnd();
}

void ConsoleView::toEnd()
{
    if (!m_follow)
        return;
    m_scrolling = true;
    m_list->scrollToBottom();
    m_scrolling = false;
}

QString ConsoleView::textOf(const QModelIndex &index) const
{
    QStringList lines{index.data(ConsoleModel::ExpressionRole).toString()};
    for (const int role : {ConsoleModel::ResultRole, ConsoleModel::DetailsRole}) {
        const QString text = index.data(role).toString();
        if (!text.isEmpty())
            lines << text;
    }
    return lines.join(QLatin1Char('\n'));
}

void ConsoleView::copy()
{
    QModelIndexList rows = m_list->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QStringList texts;
    for (const QModelIndex &row : std::as_const(rows))
        texts << textOf(row);
    if (!texts.isEmpty())
        QApplication::clipboard()->setText(texts.join(QLatin1Char('\n')));
}

void ConsoleView::showMenu(const QPoint &at)
{
    const QModelIndex index = m_list->indexAt(at);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (index.isValid()) {
        const QString expression = index.data(ConsoleModel::ExpressionRole).toString();
        menu->addAction(tr("&Copy"), this, &ConsoleView::copy);
        menu->addAction(tr("Copy the &expression"), this,
                        [expression] { QApplication::clipboard()->setText(expression); });
        menu->addAction(tr("&Put it into the composer"), this,
                        [this, expression] { emit repeatRequested(expression); });
        menu->addSeparator();
    }
    menu->addAction(tr("C&lear the console"), this, &ConsoleView::clearRequested);
    menu->popup(m_list->viewport()->mapToGlobal(at));
}

} // namespace rumpscope::ui
