// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/connection/lane_view.h"

#include "ui/kit/redraw_gate.h"
#include "ui/kit/time_ruler.h"
#include "ui/panes/connection/lane_canvas.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace rumpscope::ui {

LaneView::LaneView(TimeAxis *axis, QWidget *parent)
    : Card(tr("Connection"), parent)
    , m_canvas(new LaneCanvas(axis))
    , m_ruler(new TimeRuler(axis))
    , m_gate(new RedrawGate(this, [this] {
        m_canvas->setLanes(m_lanes);
        m_ruler->update();
    }))
{
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_canvas);
    scroll->setMinimumHeight(60);
    auto *all = new QWidget;
    auto *column = new QVBoxLayout(all);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(scroll, 1);
    column->addWidget(m_ruler);
    setContent(all);
    connect(axis, &TimeAxis::changed, this, &LaneView::refresh);
}

void LaneView::setLanes(const std::vector<LaneModel::Lane> *lanes)
{
    m_lanes = lanes;
    refresh();
}

void LaneView::setTimeShown(bool shown)
{
    m_ruler->setVisible(shown);
}

void LaneView::refresh()
{
    m_gate->markDirty();
}

void LaneView::setSummary(const QString &summary)
{
    setSubtitle(summary);
    m_canvas->setAccessibleDescription(summary);
}

} // namespace rumpscope::ui
