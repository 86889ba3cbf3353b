// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/trace_table.h"

#include "ui/models/trace_model.h"
#include "ui/views/trace_delegate.h"
#include "ui/views/trace_rows.h"

#include <QHeaderView>
#include <QKeyEvent>
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
    connect(rows, &QAbstractItemModel::modelReset, this, &TraceTable::sizeColumns);
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
    const int figure = fontMetrics().horizontalAdvance(QLatin1Char('0'));
    const auto wide = [&](int column, int characters) {
        const int label = horizontalHeader()->sectionSizeHint(column);
        setColumnWidth(column, std::max(label, figure * characters + 12));
    };
    wide(TraceModel::TimeColumn, 11);
    wide(TraceModel::PidColumn, 4);
    wide(TraceModel::ProcessColumn, 9);
    wide(TraceModel::ResultColumn, 17);
    wide(TraceModel::LatencyColumn, 8);
    wide(TraceModel::TripsColumn, 4);
    horizontalHeader()->setMinimumSectionSize(figure * 3);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    horizontalHeader()->setSectionResizeMode(TraceModel::CallColumn, QHeaderView::Stretch);
    makeRoomForTime();
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
