// SPDX-License-Identifier: GPL-3.0-or-later
// What the shapes of the process tree mean.
#pragma once

#include <QWidget>

namespace rumpscope::ui {

/// Entries flow into as many lines as the width asks for.
class ProcessLegend : public QWidget
{
    Q_OBJECT
public:
    explicit ProcessLegend(QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override { return layOut(width, nullptr); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int layOut(int width, class QPainter *painter) const; ///< height; paints where there is a painter
};

} // namespace rumpscope::ui
