// SPDX-License-Identifier: GPL-3.0-or-later
// The table of the trace: unfolding with the mouse and with Left and Right, as in a tree.
#pragma once

#include <QTableView>

class QMenu;

namespace rumpscope::ui {

class TraceRows;

class TraceTable : public QTableView
{
    Q_OBJECT
public:
    explicit TraceTable(TraceRows *rows, QWidget *parent = nullptr);
    void applyFont(const QFont &font); ///< and the row height that goes with it

    /// Which columns there are, in which order and how wide: opaque bytes, to be remembered.
    [[nodiscard]] QByteArray columns() const;
    void setColumns(const QByteArray &state); ///< what is spoilt gives the usual ones
    void fillColumnMenu(QMenu *menu);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    void sizeColumns();
    void resetColumns();
    void stretchCall();
    void makeRoomForTime();
    TraceRows *m_rows;
    bool m_sized = false; ///< from then on widths are the user's
};

} // namespace rumpscope::ui
