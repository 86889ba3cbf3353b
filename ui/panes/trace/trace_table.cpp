// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/trace/trace_table.h"

#include "ui/kit/trace_model.h"
#include "ui/panes/trace/trace_delegate.h"
#include "ui/panes/trace/trace_rows.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>

namespace rumpscope::ui {

namespace {

constexpr int kTimeMargin = 14; ///< pixels: the delegate's margins and a rounding

} // namespace

TraceTable::TraceTable(TraceRows *rows, QWidget *parent)
    : QTableView(parent)
    , m_rows(rows)
{
    setModel(rows);
    setItemDelegate(new TraceDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setVerticalScrollMode(ScrollPerItem);
    setHorizontalScrollMode(ScrollPerPixel);
    setContextMenuPolicy(Qt::CustomContextMenu);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(1);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setAccessibleName(tr("Trace"));
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(horizontalHeader(), &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillColumnMenu(menu);
        menu->popup(horizontalHeader()->mapToGlobal(at));
    });
    connect(rows, &QAbstractItemModel::modelReset, this, [this] {
        if (!m_sized)
            sizeColumns();
    });
    connect(rows, &QAbstractItemModel::rowsInserted, this, &TraceTable::makeRoomForTime);
}

void TraceTable::applyFont(const QFont &font)
{
    QFont header = font;
    header.setFamilies(parentWidget() ? parentWidget()->font().families() : QFont().families());
    setFont(font);
    horizontalHeader()->setFont(header);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    sizeColumns();
}

void TraceTable::sizeColumns()
{
    if (m_rows->columnCount() < TraceModel::ColumnCount)
        return;
    struct Width
    {
        int column;
        int characters;
    };
    static constexpr Width kWidths[] = {
        {TraceModel::TimeColumn, 11},      {TraceModel::PidColumn, 4},     {TraceModel::ProcessColumn, 9},
        {TraceModel::ResultColumn, 17},    {TraceModel::LatencyColumn, 8}, {TraceModel::TripsColumn, 4},
        {TraceModel::WallTimeColumn, 17},  {TraceModel::DeltaColumn, 9},   {TraceModel::ConnectionColumn, 4},
        {TraceModel::GenerationColumn, 3}, {TraceModel::ThreadColumn, 4},  {TraceModel::BytesInColumn, 8},
        {TraceModel::BytesOutColumn, 8},
    };
    const int figure = fontMetrics().horizontalAdvance(QLatin1Char('0'));
    for (const Width &width : kWidths) {
        const int label = horizontalHeader()->sectionSizeHint(width.column);
        setColumnWidth(width.column, std::max(label, figure * width.characters + 12));
    }
    horizontalHeader()->setMinimumSectionSize(figure * 3);
    stretchCall();
    if (!m_sized)
        resetColumns();
    m_sized = true;
    makeRoomForTime();
}

void TraceTable::stretchCall()
{
    horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    horizontalHeader()->setSectionResizeMode(TraceModel::CallColumn, QHeaderView::Stretch);
}

/// Where a person looks for them, whatever their numbers are; the first seven are shown.
void TraceTable::resetColumns()
{
    static constexpr int kOrder[] = {
        TraceModel::WallTimeColumn,   TraceModel::TimeColumn,     TraceModel::DeltaColumn,
        TraceModel::PidColumn,        TraceModel::ProcessColumn,  TraceModel::ConnectionColumn,
        TraceModel::GenerationColumn, TraceModel::ThreadColumn,   TraceModel::CallColumn,
        TraceModel::ResultColumn,     TraceModel::LatencyColumn,  TraceModel::TripsColumn,
        TraceModel::BytesInColumn,    TraceModel::BytesOutColumn,
    };
    static_assert(std::size(kOrder) == TraceModel::ColumnCount);
    for (int place = 0; place < TraceModel::ColumnCount; ++place)
        horizontalHeader()->moveSection(horizontalHeader()->visualIndex(kOrder[place]), place);
    for (int column = 0; column < TraceModel::ColumnCount; ++column)
        setColumnHidden(column, column >= TraceModel::WallTimeColumn);
}

void TraceTable::fillColumnMenu(QMenu *menu)
{
    for (int place = 0; place < m_rows->columnCount(); ++place) {
        const int column = horizontalHeader()->logicalIndex(place);
        QAction *action =
            menu->addAction(m_rows->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        action->setEnabled(column != TraceModel::CallColumn); // without it there is nothing to see
        connect(action, &QAction::toggled, this,
                [this, column](bool shown) { setColumnHidden(column, !shown); });
    }
    menu->addSeparator();
    menu->addAction(tr("&Usual columns"), this, [this] {
        m_sized = false;
        sizeColumns();
    });
}

QByteArray TraceTable::columns() const
{
    return horizontalHeader()->saveState();
}

void TraceTable::setColumns(const QByteArray &state)
{
    if (state.isEmpty())
        return;
    const bool fits = horizontalHeader()->restoreState(state);
    if (!fits || isColumnHidden(TraceModel::CallColumn) ||
        horizontalHeader()->count() != TraceModel::ColumnCount) {
        m_sized = false;
        sizeColumns();
    }
    stretchCall();
}

/// Times get longer while it runs; the newest is the longest.
void TraceTable::makeRoomForTime()
{
    const QModelIndex newest = m_rows->index(m_rows->rowCount() - 1, TraceModel::TimeColumn);
    const int wanted = fontMetrics().horizontalAdvance(newest.data().toString()) + kTimeMargin;
    if (wanted > columnWidth(TraceModel::TimeColumn))
        setColumnWidth(TraceModel::TimeColumn, wanted);
}

void TraceTable::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex current = currentIndex();
    if (current.isValid() && event->modifiers() == Qt::NoModifier) {
        const int row = current.row();
        const int call = m_rows->rowOfCall(m_rows->callAt(row));
        if (event->key() == Qt::Key_Right && m_rows->canUnfold(row) && !m_rows->isUnfolded(row))
            return m_rows->setUnfolded(row, true);
        if (event->key() == Qt::Key_Left && m_rows->isUnfolded(row))
            return m_rows->setUnfolded(row, false);
        if (event->key() == Qt::Key_Left && call != row)
            return setCurrentIndex(m_rows->index(call, current.column()));
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
            return m_rows->setUnfolded(call, !m_rows->isUnfolded(call));
    }
    QTableView::keyPressEvent(event);
}

void TraceTable::mousePressEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    const QModelIndex index = indexAt(at);
    QTableView::mousePressEvent(event);
    if (event->button() != Qt::LeftButton || index.column() != TraceModel::CallColumn)
        return;
    const int left = visualRect(index).left();
    if (at.x() - left <= TraceDelegate::foldWidth(fontMetrics()) + 6 && m_rows->canUnfold(index.row()))
        m_rows->setUnfolded(index.row(), !m_rows->isUnfolded(index.row()));
}

void TraceTable::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid() && m_rows->canUnfold(index.row()))
        m_rows->setUnfolded(index.row(), !m_rows->isUnfolded(index.row()));
    else
        QTableView::mouseDoubleClickEvent(event);
}

} // namespace rumpscope::ui
