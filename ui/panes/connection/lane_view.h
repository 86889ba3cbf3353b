// SPDX-License-Identifier: GPL-3.0-or-later
// The card of the connection lanes.
#pragma once

#include "ui/kit/card.h"
#include "ui/kit/lane_model.h"

namespace rumpscope::ui {

class LaneCanvas;
class RedrawGate;
class TimeAxis;
class TimeRuler;

class LaneView : public Card
{
    Q_OBJECT
public:
    explicit LaneView(TimeAxis *axis, QWidget *parent = nullptr);

    /// Of a LaneModel; read at each drawing, so they must live as long as the view or until the next call.
    void setLanes(const std::vector<LaneModel::Lane> *lanes);
    [[nodiscard]] LaneCanvas *canvas() const { return m_canvas; }

    [[nodiscard]] TimeRuler *ruler() const { return m_ruler; }
    void setTimeShown(bool shown) override;

public slots:
    void refresh(); ///< the lanes changed
    void setSummary(const QString &summary);

private:
    LaneCanvas *m_canvas;
    TimeRuler *m_ruler;
    RedrawGate *m_gate;
    const std::vector<LaneModel::Lane> *m_lanes = nullptr;
};

} // namespace rumpscope::ui
