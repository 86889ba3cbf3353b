// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/lane_view.h"

#include "ui/views/lane_canvas.h"
#include "ui/views/redraw_gate.h"

#include <QScrollArea>

namespace rumpscope::ui {

LaneView::LaneView(TimeAxis *axis, QWidget *parent)
    : Card(tr("Connection"), parent)
    , m_canvas(new LaneCanvas(axis))
    , m_gate(new RedrawGate(this, [this] { m_canvas->setLanes(m_lanes); }))
{
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_canvas);
    scroll->setMinimumHeight(60);
    setContent(scroll);
    connect(axis, &TimeAxis::changed, this, &LaneView::refresh);
}

void LaneView::setLanes(const std::vector<LaneModel::Lane> *lanes)
{
    m_lanes = lanes;
    refresh();
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
