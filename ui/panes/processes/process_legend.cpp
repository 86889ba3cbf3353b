// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/processes/process_legend.h"

#include "ui/panes/processes/process_symbol.h"

#include <QPainter>

namespace rumpscope::ui {

namespace {

struct Entry
{
    ProcessSymbol symbol;
    const char *text;
};
constexpr Entry kEntries[] = {
    {ProcessSymbol::Guest, QT_TRANSLATE_NOOP("rumpscope::ui::ProcessLegend", "guest")},
    {ProcessSymbol::Forked, QT_TRANSLATE_NOOP("rumpscope::ui::ProcessLegend", "forked")},
    {ProcessSymbol::Exec, QT_TRANSLATE_NOOP("rumpscope::ui::ProcessLegend", "exec")},
    {ProcessSymbol::Prepared, QT_TRANSLATE_NOOP("rumpscope::ui::ProcessLegend", "prepared")},
    {ProcessSymbol::Ended, QT_TRANSLATE_NOOP("rumpscope::ui::ProcessLegend", "ended")},
    {ProcessSymbol::KernelOnly, QT_TRANSLATE_NOOP("rumpscope::ui::ProcessLegend", "kernel only")},
};
constexpr int kMargin = 12;

} // namespace

ProcessLegend::ProcessLegend(QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    QStringList words;
    for (const Entry &entry : kEntries)
        words << tr(entry.text);
    setAccessibleName(tr("Legend: %1").arg(words.join(QStringLiteral(", "))));
}

QSize ProcessLegend::sizeHint() const
{
    return {240, layOut(240, nullptr)};
}

QSize ProcessLegend::minimumSizeHint() const
{
    return {120, layOut(std::max(120, width()), nullptr)};
}

int ProcessLegend::layOut(int width, QPainter *painter) const
{
    const QFontMetrics metrics = fontMetrics();
    const int line = metrics.height() + 3;
    const int side = metrics.ascent() - 2;
    int x = kMargin;
    int y = 8;
    for (const Entry &entry : kEntries) {
        const QString text = tr(entry.text);
        const int needed = side + 5 + metrics.horizontalAdvance(text);
        if (x > kMargin && x + needed > width - kMargin) {
            x = kMargin;
            y += line;
        }
        if (painter) {
            const Theme &theme = Theme::of(this);
            drawProcessSymbol(*painter, entry.symbol, QRectF(x, y + (line - side) / 2.0, side, side),
                              theme.colour(hueOf(entry.symbol)));
            painter->setPen(theme.colour(Hue::Dim));
            painter->drawText(QRect(x + side + 5, y, needed, line), int(Qt::AlignLeft | Qt::AlignVCenter),
                              text);
        }
        x += needed + 14;
    }
    return y + line + 8;
}

void ProcessLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    layOut(width(), &painter);
}

} // namespace rumpscope::ui
