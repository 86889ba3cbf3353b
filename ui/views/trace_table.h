// SPDX-License-Identifier: GPL-3.0-or-later
// The table of the trace: unfolding with the mouse and with Left and Right, as in a tree.
#pragma once

#include <QTableView>

namespace rumpscope::ui {

class TraceRows;

class TraceTable : public QTableView
{
    Q_OBJECT
public:
    explicit TraceTable(TraceRows *rows, QWidget *parent = nullptr);
    void applyFont(const QFont &font); ///< and the row height that goes with it

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    void sizeColumns();
    void makeRoomForTime();
    TraceRows *m_rows;
};

} // namespace rumpscope::ui
