// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/console/console_delegate.h"

#include "ui/kit/format.h"
#include "ui/kit/theme.h"
#include "ui/panes/console/console_model.h"

#include <QPainter>

namespace rumpscope::ui {

namespace {

constexpr int kMargin = 12;
constexpr int kGap = 5;

QStringList detailLines(const QModelIndex &index)
{
    const QString details = index.data(ConsoleModel::DetailsRole).toString();
    return details.isEmpty() ? QStringList() : details.split(QLatin1Char('\n'));
}

/// A line of the program's own has no process it was made as.
bool isRemark(const QModelIndex &index)
{
    return index.data(ConsoleModel::ProcessRole).toString().isEmpty();
}

QString costs(const QModelIndex &index)
{
    if (index.data(ConsoleModel::RunningRole).toBool())
        return ConsoleDelegate::tr("running");
    const int trips = index.data(ConsoleModel::TripsRole).toInt();
    const double latency = index.data(ConsoleModel::LatencyRole).toDouble();
    if (trips == 0 || latency <= 0)
        return {};
    return ConsoleDelegate::tr("%1 · %n trip(s)", nullptr, trips).arg(latencyText(latency));
}

Hue resultHue(const QModelIndex &index)
{
    if (index.data(ConsoleModel::RunningRole).toBool())
        return Hue::Warning;
    return index.data(ConsoleModel::FailedRole).toBool() ? Hue::Error : Hue::Text;
}

/// Paints lines from the top down; each is cut to the width.
class Lines
{
public:
    Lines(QPainter *painter, const QRect &rect)
        : m_painter(painter)
        , m_rect(rect)
    {}
    void line(const QString &text, const QColor &colour, int indent = 0, int right = 0)
    {
        const QFontMetrics metrics = m_painter->fontMetrics();
        const QRect place(m_rect.left() + indent, m_rect.top(), m_rect.width() - indent - right,
                          metrics.height());
        m_painter->setPen(colour);
        m_painter->drawText(place, int(Qt::AlignLeft | Qt::AlignVCenter),
                            metrics.elidedText(text, Qt::ElideRight, place.width()));
        m_rect.setTop(m_rect.top() + metrics.height() + 1);
    }
    int right(const QString &text, const QColor &colour)
    {
        m_painter->setPen(colour);
        const QRect place(m_rect.left(), m_rect.top(), m_rect.width(), m_painter->fontMetrics().height());
        m_painter->drawText(place, int(Qt::AlignRight | Qt::AlignVCenter), text);
        return text.isEmpty() ? 0 : m_painter->fontMetrics().horizontalAdvance(text) + 16;
    }

private:
    QPainter *m_painter;
    QRect m_rect;
};

} // namespace

void ConsoleDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.palette);
    painter->save();
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, theme.colour(Hue::Selection));
    Lines lines(painter, option.rect.adjusted(kMargin, kGap, -kMargin, 0));
    if (isRemark(index)) {
        painter->setFont(option.font);
        lines.line(index.data(ConsoleModel::ExpressionRole).toString(), theme.colour(Hue::Dim));
        painter->restore();
        return;
    }
    painter->setFont(option.font);
    const QString process = index.data(ConsoleModel::ProcessRole).toString();
    const int used =
        lines.right(QStringLiteral("%1   %2").arg(costs(index), process), theme.colour(Hue::Dim));
    painter->setFont(Theme::monospaced(option.font));
    const int indent = painter->fontMetrics().horizontalAdvance(QStringLiteral("  "));
    lines.line(QStringLiteral("› ") + index.data(ConsoleModel::ExpressionRole).toString(),
               theme.colour(Hue::Text), 0, used);
    const bool clientError = index.data(ConsoleModel::ClientErrorRole).toBool();
    lines.line((clientError ? QStringLiteral("✕ ") : QString()) +
                   index.data(ConsoleModel::ResultRole).toString(),
               theme.colour(resultHue(index)), indent);
    for (const QString &detail : detailLines(index))
        lines.line(detail, theme.colour(Hue::Dim), 2 * indent);
    painter->restore();
}

QSize ConsoleDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (isRemark(index))
        return {100, option.fontMetrics.height() + 2 * kGap};
    const QFontMetrics metrics(Theme::monospaced(option.font));
    const auto lines = 2 + detailLines(index).size();
    return {100, static_cast<int>(lines) * (metrics.height() + 1) + 2 * kGap};
}

} // namespace rumpscope::ui
