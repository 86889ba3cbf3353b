// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/ladder/ladder_canvas.h"

#include "ui/kit/redraw_gate.h"
#include "ui/panes/ladder/ladder_painter.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace rumpscope::ui {

LadderCanvas::LadderCanvas(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_gate(new RedrawGate(this, [this] {
        adjust();
        viewport()->update();
    }))
{
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Ladder of messages"));
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_scrolling)
            setFollow(value == verticalScrollBar()->maximum());
    });
}

void LadderCanvas::setModel(const LadderModel *model)
{
    m_model = model;
    const auto changed = [this] { m_gate->markDirty(); };
    connect(model, &QAbstractItemModel::modelReset, this, changed);
    connect(model, &QAbstractItemModel::rowsInserted, this, changed);
    connect(model, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex &, int first, int last) {
        if (!m_follow && first < verticalScrollBar()->value()) {
            m_scrolling = true; // what is read stays where it is
            verticalScrollBar()->setValue(std::max(0, verticalScrollBar()->value() - (last - first + 1)));
            m_scrolling = false;
        }
        m_gate->markDirty();
    });
    adjust();
}

int LadderCanvas::rowHeight() const
{
    return LadderLayout(font(), viewport()->width(), 1).rowHeight;
}

int LadderCanvas::headHeight() const
{
    return LadderLayout(font(), viewport()->width(), 1).headHeight;
}

int LadderCanvas::pageRows() const
{
    return std::max(1, (viewport()->height() - headHeight()) / rowHeight());
}

void LadderCanvas::adjust()
{
    const int rows = m_model ? m_model->rowCount() : 0;
    const LadderLayout layout(font(), viewport()->width(), m_model ? m_model->lanes().size() : 1);
    m_scrolling = true;
    verticalScrollBar()->setPageStep(pageRows());
    verticalScrollBar()->setRange(0, std::max(0, rows - pageRows()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, std::max(0, layout.width - viewport()->width()));
    horizontalScrollBar()->setSingleStep(layout.laneWidth / 4);
    if (m_follow)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    m_scrolling = false;
}

void LadderCanvas::setFollow(bool follow)
{
    if (m_follow == follow)
        return;
    m_follow = follow;
    if (follow)
        m_gate->markDirty();
    emit followChanged(follow);
}

int LadderCanvas::firstVisibleRow() const
{
    return verticalScrollBar()->value();
}

int LadderCanvas::rowAt(int y) const
{
    const int row = y < headHeight() ? -1 : firstVisibleRow() + (y - headHeight()) / rowHeight();
    return m_model && row >= 0 && row < m_model->rowCount() ? row : -1;
}

QRect LadderCanvas::rowRect(int row) const
{
    return {0, headHeight() + (row - firstVisibleRow()) * rowHeight(), viewport()->width(), rowHeight()};
}

void LadderCanvas::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    const Theme &theme = Theme::of(this);
    painter.fillRect(viewport()->rect(), theme.colour(Hue::Card));
    if (!m_model || m_model->rowCount() == 0)
        return;
    const LadderLayout layout(font(), viewport()->width(), m_model->lanes().size());
    LadderPainter ladder(painter, *m_model, theme, layout);
    ladder.setOffset(horizontalScrollBar()->value());
    ladder.setSelected(m_selected);
    const int first = firstVisibleRow();
    const int last = std::min(first + viewport()->height() / layout.rowHeight, m_model->rowCount() - 1);
    ladder.paintRows(first, last, layout.headHeight);
    ladder.paintHead(0);
    if (hasFocus()) {
        painter.setPen(theme.colour(Hue::Accent));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

QSize LadderCanvas::sizeOfRows(int first, int last) const
{
    const LadderLayout layout(font(), 0, m_model->lanes().size());
    return {layout.width, layout.headHeight + (last - first + 1) * layout.rowHeight + 4};
}

void LadderCanvas::paintRows(QPainter &painter, int first, int last) const
{
    const LadderLayout layout(font(), 0, m_model->lanes().size());
    LadderPainter ladder(painter, *m_model, Theme::of(this), layout);
    painter.fillRect(QRect(QPoint(0, 0), sizeOfRows(first, last)), Theme::of(this).colour(Hue::Card));
    ladder.paintRows(first, last, layout.headHeight);
    ladder.paintHead(0);
}

void LadderCanvas::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    adjust();
}

void LadderCanvas::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        adjust();
    QAbstractScrollArea::changeEvent(event);
}

void LadderCanvas::scrollContentsBy(int, int)
{
    viewport()->update(); // the head does not scroll
}

void LadderCanvas::choose(int row)
{
    if (!m_model || row < 0 || row >= m_model->rowCount())
        return;
    const LadderModel::Entry &entry = m_model->entry(row);
    if (entry.part == LadderModel::Part::Gap)
        return;
    m_selected = entry.call;
    setFollow(false);
    setAccessibleDescription(m_model->messageOf(entry));
    viewport()->update();
    emit callSelected(entry.call);
}

void LadderCanvas::select(trace::CallId id)
{
    if (m_selected == id)
        return;
    m_selected = id;
    const int row = m_model ? m_model->rowOfCall(id) : -1;
    const int first = firstVisibleRow();
    if (row >= 0 && (row < first || row >= first + pageRows())) {
        setFollow(false);
        m_scrolling = true;
        verticalScrollBar()->setValue(std::max(0, row - pageRows() / 3));
        m_scrolling = false;
    }
    viewport()->update();
}

void LadderCanvas::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        choose(rowAt(static_cast<int>(event->position().y())));
}

void LadderCanvas::keyPressEvent(QKeyEvent *event)
{
    const int step = event->key() == Qt::Key_Up ? -1 : event->key() == Qt::Key_Down ? 1 : 0;
    if (step == 0 || !m_model || m_model->rowCount() == 0)
        return QAbstractScrollArea::keyPressEvent(event);
    int row = m_selected ? m_model->rowOfCall(*m_selected) : firstVisibleRow();
    const auto sameCall = [&](int at) {
        return at >= 0 && at < m_model->rowCount() &&
               (m_model->entry(at).call == m_selected || m_model->entry(at).part == LadderModel::Part::Gap ||
                m_model->entry(at).part != LadderModel::Part::Request);
    };
    for (row += step; sameCall(row); row += step)
        ;
    choose(row);
    const int first = firstVisibleRow();
    if (row >= 0 && (row < first || row >= first + pageRows()))
        verticalScrollBar()->setValue(step < 0 ? row : row - pageRows() + 1);
}

} // namespace rumpscope::ui
