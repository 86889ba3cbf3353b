// SPDX-License-Identifier: GPL-3.0-or-later
// The ladder's drawing: lifelines, a row a message. Paints what is visible, nothing else.
#pragma once

#include "ui/kit/call_id.h"
#include "ui/panes/ladder/ladder_model.h"

#include <QAbstractScrollArea>

namespace rumpscope::ui {

class RedrawGate;

class LadderCanvas : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit LadderCanvas(QWidget *parent = nullptr);

    void setModel(const LadderModel *model); ///< not owned
    [[nodiscard]] std::optional<trace::CallId> selected() const { return m_selected; }
    void select(trace::CallId id); ///< brings it into sight; emits nothing
    void setFollow(bool follow);
    [[nodiscard]] bool follows() const { return m_follow; }
    [[nodiscard]] int firstVisibleRow() const;
    [[nodiscard]] int rowAt(int y) const;       ///< viewport coordinate; -1 outside
    [[nodiscard]] QRect rowRect(int row) const; ///< in the viewport

    /// The rows [first, last] with the heads of their lifelines, for export.
    void paintRows(QPainter &painter, int first, int last) const;
    [[nodiscard]] QSize sizeOfRows(int first, int last) const;

signals:
    void callSelected(rumpscope::trace::CallId id);
    void followChanged(bool follow);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    void adjust();
    void choose(int row);
    [[nodiscard]] int headHeight() const;
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int pageRows() const;

    const LadderModel *m_model = nullptr;
    RedrawGate *m_gate;
    std::optional<trace::CallId> m_selected;
    bool m_follow = true;
    bool m_scrolling = false; ///< by us
};

} // namespace rumpscope::ui
