// SPDX-License-Identifier: GPL-3.0-or-later
// The times along a view of the shared axis that has no axis of its own.
#pragma once

#include "ui/kit/plot_style.h"

#include <QSharedPointer>
#include <QWidget>

#include <vector>

namespace rumpscope::ui {

class AgoTicker;
class TimeAxis;

/// As wide as the view above it. Painted when that one is: update() it together with it.
class TimeRuler : public QWidget
{
    Q_OBJECT
public:
    explicit TimeRuler(const TimeAxis *axis, QWidget *parent = nullptr);
    ~TimeRuler() override;
    [[nodiscard]] QSize sizeHint() const override;

    struct Label
    {
        double x; ///< of its middle
        QString text;
    };
    [[nodiscard]] std::vector<Label> labels() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const TimeAxis *m_axis;
    QSharedPointer<AgoTicker> m_ticker;
};

} // namespace rumpscope::ui
