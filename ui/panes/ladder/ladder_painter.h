// SPDX-License-Identifier: GPL-3.0-or-later
// One piece of a ladder, onto a screen or into a file.
#pragma once

#include "ui/kit/theme.h"
#include "ui/panes/ladder/ladder_model.h"

#include <QFont>
#include <QRect>

class QPainter;

namespace rumpscope::ui {

/// Where things stand, in pixels. The kernel's lifeline is the first, so that it stays in sight.
struct LadderLayout
{
    LadderLayout(const QFont &base, int wanted, std::size_t lanes);

    QFont font;
    QFont mono;
    int rowHeight;
    int headHeight;
    int kernel;    ///< x of its lifeline
    int laneWidth; ///< between two
    int width;     ///< of everything

    [[nodiscard]] int lane(int number) const { return kernel + laneWidth * (number + 1); }
};

class LadderPainter
{
public:
    LadderPainter(QPainter &painter, const LadderModel &model, const Theme &theme,
                  const LadderLayout &layout);

    /// Scrolled sideways by so many pixels; kernel and times stay.
    void setOffset(int offset) { m_offset = offset; }
    void setSelected(std::optional<trace::CallId> call) { m_selected = call; }
    void paintHead(int top);
    /// Rows [first, last], the first one's upper edge at `top`.
    void paintRows(int first, int last, int top);

private:
    using Entry = LadderModel::Entry;
    void backgrounds(int first, int last, int top);
    void lifelines(int first, int last, int top);
    void spans(int first, int last, int top);
    void row(int number, int top);
    void gap(int number, int top);
    void message(const Entry &entry, int top);
    void arrow(int from, int to, int y, bool dashed);
    void becomes(int lane, int y);
    void branch(const Entry &entry, int top);
    [[nodiscard]] int laneX(int lane) const { return m_layout.lane(lane) - m_offset; }
    [[nodiscard]] QColor colourOf(const Entry &entry, const trace::CallRecord *record) const;

    QPainter &m_painter;
    const LadderModel &m_model;
    const Theme &m_theme;
    const LadderLayout &m_layout;
    int m_offset = 0;
    std::optional<trace::CallId> m_selected;
};

} // namespace rumpscope::ui
