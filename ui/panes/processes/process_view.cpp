// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/processes/process_view.h"

#include "ui/kit/empty_state.h"
#include "ui/kit/icons.h"
#include "ui/panes/processes/process_delegate.h"
#include "ui/panes/processes/process_detail.h"
#include "ui/panes/processes/process_legend.h"

#include <QAction>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace rumpscope::ui {

namespace {

std::optional<SessionId> sessionOf(const QModelIndex &index)
{
    const QVariant value = index.data(ProcessModel::SessionRole);
    return value.isValid() ? std::optional(static_cast<SessionId>(value.toUInt())) : std::nullopt;
}

} // namespace

ProcessView::ProcessView(QWidget *parent)
    : Card(tr("Processes"), parent)
    , m_find(new QLineEdit)
    , m_tree(new QTreeView)
    , m_detail(new ProcessDetail)
    , m_follow(new QAction(symbolIcon(QStringLiteral("follow")), tr("Follow"), this))
    , m_filter(new QSortFilterProxyModel(this))
    , m_menu(new QMenu(this))
{
    setSubtitleRight(true);
    m_follow->setCheckable(true);
    m_follow->setToolTip(tr("Select the process of the latest call"));
    auto *follow = new QToolButton;
    follow->setDefaultAction(m_follow);
    follow->setAutoRaise(true);
    follow->setAccessibleName(tr("Follow the latest call"));
    addTool(follow);
    auto *more = new QToolButton;
    more->setText(QStringLiteral("⋯"));
    more->setAutoRaise(true);
    more->setAccessibleName(tr("Process commands"));
    more->setToolTip(tr("What can be done with the selected process"));
    more->setPopupMode(QToolButton::InstantPopup);
    more->setMenu(m_menu);
    more->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    addTool(more);

    m_find->setPlaceholderText(tr("Find a process…"));
    m_find->setAccessibleName(tr("Find a process"));
    m_find->setClearButtonEnabled(true);
    connect(m_find, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter->setFilterFixedString(text);
        m_tree->expandAll();
        restore();
    });
    buildTree();
    m_empty = new EmptyState(m_tree, tr("No processes.\nConnect to a kernel, or start the practice kernel."));

    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto *search = new QVBoxLayout;
    search->setContentsMargins(8, 6, 8, 0);
    search->addWidget(m_find);
    column->addLayout(search);
    auto *split = new QSplitter(Qt::Vertical);
    split->addWidget(m_tree);
    split->addWidget(m_detail);
    split->setStretchFactor(0, 1);
    split->setCollapsible(0, false);
    column->addWidget(split, 1);
    setContent(content);
    addFooter(new ProcessLegend);
    setFocusProxy(m_tree);
}

void ProcessView::buildTree()
{
    m_filter->setRecursiveFilteringEnabled(true);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filter->setFilterKeyColumn(-1);
    m_tree->setItemDelegate(new ProcessDelegate(m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setIndentation(16);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setAccessibleName(tr("Processes"));
    m_tree->header()->setStretchLastSection(false);
    connect(m_tree, &QTreeView::customContextMenuRequested, this,
            [this](const QPoint &at) { m_menu->popup(m_tree->viewport()->mapToGlobal(at)); });
    connect(m_tree, &QTreeView::activated, this, [this](const QModelIndex &index) {
        emit activated(index.siblingAtColumn(0).data(ProcessModel::NodeRole).toUInt());
    });
    // Before the tree's own slots, so that what it does with its current row can be told from a choice.
    connect(m_filter, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this] { m_removing = true; });
    connect(m_filter, &QAbstractItemModel::modelAboutToBeReset, this, [this] { m_removing = true; });
    m_tree->setModel(m_filter);
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &ProcessView::rowsInserted);
    connect(m_filter, &QAbstractItemModel::rowsRemoved, this, &ProcessView::rowsRemoved);
    connect(m_filter, &QAbstractItemModel::modelReset, this, [this] {
        m_tree->expandAll();
        rowsRemoved();
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ProcessView::currentChanged);
}

void ProcessView::setModel(QAbstractItemModel *model)
{
    m_filter->setSourceModel(model);
    for (int column = 1; column < m_filter->columnCount(); ++column)
        m_tree->setColumnHidden(column, true);
    if (m_filter->columnCount() > 0)
        m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_empty->watch();
    m_tree->expandAll();
}

void ProcessView::setDetail(QAbstractItemModel *model)
{
    m_detail->setModel(model);
}

void ProcessView::showNewest(quint32 node)
{
    if (!m_follow->isChecked() || m_chosen == node)
        return;
    selectNode(node);
    emit nodeSelected(node);
}

std::optional<SessionId> ProcessView::selectedSession() const
{
    return m_chosen ? sessionOf(find(*m_chosen)) : std::nullopt;
}

QModelIndex ProcessView::find(quint32 node) const
{
    // The model itself knows where it is, among ten thousand too.
    if (const auto *processes = qobject_cast<const ProcessModel *>(m_filter->sourceModel()))
        return m_filter->mapFromSource(processes->indexOfNode(node));
    const auto hits = m_filter->match(m_filter->index(0, 0), ProcessModel::NodeRole, node, 1,
                                      Qt::MatchExactly | Qt::MatchRecursive);
    return hits.isEmpty() ? QModelIndex() : hits.first();
}

void ProcessView::selectNode(quint32 node)
{
    m_chosen = node;
    restore();
}

void ProcessView::restore()
{
    if (!m_chosen || m_tree->currentIndex().data(ProcessModel::NodeRole).toUInt() == *m_chosen)
        return;
    const QModelIndex index = find(*m_chosen);
    if (index.isValid()) {
        m_tree->setCurrentIndex(index);
        m_tree->scrollTo(index);
    } else {
        m_tree->selectionModel()->clear(); // hidden by the search: still chosen
    }
}

void ProcessView::currentChanged(const QModelIndex &current)
{
    if (m_removing || !current.isValid())
        return;
    const quint32 node = current.siblingAtColumn(0).data(ProcessModel::NodeRole).toUInt();
    if (m_chosen == node)
        return;
    m_chosen = node;
    emit nodeSelected(node);
}

void ProcessView::rowsInserted(const QModelIndex &parent, int first, int last)
{
    if (parent.isValid() && m_filter->rowCount(parent) == last - first + 1)
        m_tree->expand(parent);                 // its first children: shown until the user folds them
    for (int row = first; row <= last; ++row) { // a branch may come with all that is on it
        const QModelIndex branch = m_filter->index(row, 0, parent);
        if (m_filter->hasChildren(branch))
            m_tree->expandRecursively(branch);
    }
    restore();
}

void ProcessView::rowsRemoved()
{
    m_removing = false;
    restore();
}

void ProcessView::setAliveCount(int count)
{
    setSubtitle(tr("%n alive", nullptr, count));
}

} // namespace rumpscope::ui
