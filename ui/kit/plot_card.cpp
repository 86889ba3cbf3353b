// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/plot_card.h"

#include "ui/kit/plot_parts.h"
#include "ui/kit/plot_style.h"
#include "ui/kit/redraw_gate.h"
#include "ui/kit/theme.h"

#include <QEvent>

#include <utility>

namespace rumpscope::ui {

PlotCard::PlotCard(const QString &title, TimeAxis *axis, QWidget *parent)
    : Card(title, parent)
    , m_plot(new QCustomPlot)
    , m_axis(axis)
    , m_ticker(new AgoTicker(axis))
    , m_gate(new RedrawGate(this, [this] { redraw(); }))
    , m_navigator(new TimeNavigator(m_plot, axis, [this] { return m_plot->axisRect()->rect(); }))
{
    preparePlot(*m_plot);
    m_plot->xAxis->setTicker(m_ticker);
    m_plot->setAccessibleName(title);
    m_plot->setMinimumHeight(70);
    setContent(m_plot);
    connect(axis, &TimeAxis::changed, this, &PlotCard::refresh);
    m_gate->markDirty();
}

void PlotCard::refresh()
{
    m_gate->markDirty();
}

void PlotCard::setTimeShown(bool shown)
{
    if (std::exchange(m_timeShown, shown) == shown)
        return;
    m_styled = false;
    m_gate->markDirty();
}

void PlotCard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        m_styled = false;
        m_gate->markDirty();
    }
    Card::changeEvent(event);
}

void PlotCard::redraw()
{
    if (!m_styled) {
        stylePlot(*m_plot, Theme::of(this), axisFont(font()));
        QMargins margins = timeMargins(fontMetrics());
        if (m_timeShown)
            margins.setBottom(timeLabelHeight(fontMetrics()));
        m_plot->axisRect()->setMargins(margins);
        m_plot->xAxis->setTickLabels(m_timeShown);
        style();
        m_styled = true;
    }
    m_ticker->setNow(m_axis->follows() ? m_axis->end() : m_axis->now());
    m_plot->xAxis->setRange(m_axis->begin(), m_axis->end());
    m_plot->setAccessibleDescription(subtitle());
    draw();
    ++m_drawings;
    m_plot->replot(QCustomPlot::rpImmediateRefresh);
}

} // namespace rumpscope::ui
