// SPDX-License-Identifier: GPL-3.0-or-later
// Paints connection lanes: a bar for each life, ✕ for a loss, ticks for attempts, ✓ for the way back.
#pragma once

#include "ui/kit/lane_model.h"
#include "ui/kit/time_navigator.h"

#include <QWidget>

namespace rumpscope::ui {

class LaneCanvas : public QWidget
{
    Q_OBJECT
public:
    explicit LaneCanvas(TimeAxis *axis, QWidget *parent = nullptr);

    void setLanes(const std::vector<LaneModel::Lane> *lanes);
    /// What is drawn at `position`, in words; empty where nothing is.
    [[nodiscard]] QString wordsAt(const QPoint &position) const;
    [[nodiscard]] TimeNavigator *navigator() const { return m_navigator; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    /// Where the parts of one lane stand, from its top.
    struct Rows
    {
        QRect name, bar, ticks, words;
    };
    [[nodiscard]] int barHeight() const;
    [[nodiscard]] int laneHeight() const;
    [[nodiscard]] QRect area() const;
    [[nodiscard]] Rows rowsOf(int lane) const;
    [[nodiscard]] double x(double time) const { return m_navigator->xAt(time); }
    [[nodiscard]] bool isSeen(double begin, double end) const;
    void drawLane(QPainter &painter, const LaneModel::Lane &lane, const Rows &rows) const;
    void drawLife(QPainter &painter, const LaneModel::Life &life, const QRect &bar) const;
    void drawAttempts(QPainter &painter, const LaneModel::Lane &lane, const Rows &rows) const;
    void drawEpisodes(QPainter &painter, const LaneModel::Lane &lane, const Rows &rows) const;
    void drawLosses(QPainter &painter, const LaneModel::Lane &lane, const QRect &bar) const;

    TimeAxis *m_axis;
    TimeNavigator *m_navigator;
    const std::vector<LaneModel::Lane> *m_lanes = nullptr;
};

} // namespace rumpscope::ui
