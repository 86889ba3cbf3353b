// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/ladder/ladder_painter.h"

#include <QPainter>

#include <algorithm>
#include <map>

namespace rumpscope::ui {

namespace {

using Part = LadderModel::Part;
using Kind = trace::CallRecord::Kind;

constexpr int kMargin = 10;
constexpr int kArrow = 5;
constexpr int kSpan = 8; ///< width of a call's bar
/// Rows above the first visible one that are searched for calls which still run there.
constexpr int kLookBack = 4096;

bool toServer(Part part)
{
    return part == Part::Request || part == Part::Reply;
}

bool isLifecycle(Kind kind)
{
    return kind == Kind::Guest || kind == Kind::Fork || kind == Kind::Exec || kind == Kind::Prefork;
}

} // namespace

LadderLayout::LadderLayout(const QFont &base, int wanted, std::size_t lanes)
    : font(base)
    , mono(Theme::monospaced(base))
{
    constexpr int kNarrowest = 190;
    constexpr int kWidest = 620;
    const QFontMetrics metrics(mono);
    rowHeight = metrics.height() + 9;
    headHeight = QFontMetrics(font).height() + 14;
    kernel = kMargin + metrics.horizontalAdvance(QStringLiteral("0000.000 000")) + 40;
    const int count = std::max(1, static_cast<int>(lanes));
    laneWidth = std::clamp((wanted - kernel - 70) / count, kNarrowest, kWidest);
    width = std::max(wanted, kernel + laneWidth * count + 70);
}

LadderPainter::LadderPainter(QPainter &painter, const LadderModel &model, const Theme &theme,
                             const LadderLayout &layout)
    : m_painter(painter)
    , m_model(model)
    , m_theme(theme)
    , m_layout(layout)
{}

void LadderPainter::paintHead(int top)
{
    const int bottom = top + m_layout.headHeight;
    m_painter.fillRect(0, top, m_layout.width, m_layout.headHeight, m_theme.colour(Hue::Card));
    m_painter.setPen(m_theme.colour(Hue::Border));
    m_painter.drawLine(0, bottom - 1, m_layout.width, bottom - 1);
    QFont strong = m_layout.font;
    strong.setWeight(QFont::DemiBold);
    m_painter.setFont(strong);
    m_painter.setPen(m_theme.colour(Hue::Text));
    const QFontMetrics metrics(strong);
    const auto write = [&](int x, int room, const QString &title) {
        m_painter.drawText(QRect(x - room / 2, top, room, m_layout.headHeight - 2), int(Qt::AlignCenter),
                           metrics.elidedText(title, Qt::ElideRight, room));
    };
    for (std::size_t lane = 0; lane < m_model.lanes().size(); ++lane) {
        const int x = laneX(static_cast<int>(lane));
        if (x > m_layout.kernel + 30)
            write(x, std::min(m_layout.laneWidth - 12, 130), m_model.lanes()[lane].title);
    }
    m_painter.fillRect(0, top, m_layout.kernel + 30, m_layout.headHeight - 1, m_theme.colour(Hue::Card));
    write(m_layout.kernel, 70, LadderModel::tr("kernel"));
    m_painter.setFont(m_layout.font);
    m_painter.setPen(m_theme.colour(Hue::Dim));
    m_painter.drawText(QRect(kMargin, top, 60, m_layout.headHeight - 2), int(Qt::AlignVCenter),
                       LadderModel::tr("time s"));
}

void LadderPainter::paintRows(int first, int last, int top)
{
    if (last < first)
        return;
    backgrounds(first, last, top);
    lifelines(first, last, top);
    spans(first, last, top);
    for (int number = first; number <= last; ++number)
        row(number, top + (number - first) * m_layout.rowHeight);
}

void LadderPainter::backgrounds(int first, int last, int top)
{
    for (int number = first; m_selected && number <= last; ++number) {
        if (m_model.entry(number).call == *m_selected)
            m_painter.fillRect(0, top + (number - first) * m_layout.rowHeight, m_layout.width,
                               m_layout.rowHeight, m_theme.colour(Hue::Selection));
    }
}

void LadderPainter::lifelines(int first, int last, int top)
{
    const int bottom = top + (last - first + 1) * m_layout.rowHeight;
    m_painter.setPen(QPen(m_theme.colour(Hue::Border), 1));
    for (std::size_t lane = 0; lane < m_model.lanes().size(); ++lane) {
        const int x = laneX(static_cast<int>(lane));
        if (x > m_layout.kernel)
            m_painter.drawLine(x, top, x, bottom);
    }
    m_painter.setPen(QPen(m_theme.colour(Hue::Dim), 1));
    m_painter.drawLine(m_layout.kernel, top, m_layout.kernel, bottom);
}

/// A call is a bar on its lifeline from request to answer; the kernel's requests within are a narrower one
/// beside it, from question to reply.
void LadderPainter::spans(int first, int last, int top)
{
    struct Open
    {
        int row;
        quint16 lane;
    };
    std::map<trace::CallId, Open> calls;
    std::map<trace::CallId, Open> asks;
    const auto y = [&](int number) {
        return top + (number - first) * m_layout.rowHeight + m_layout.rowHeight - 5;
    };
    m_painter.setPen(Qt::NoPen);
    const auto bar = [&](int from, int to, quint16 lane, bool inner) {
        const int upper = std::max(y(from), top);
        const int lower = std::min(y(to), y(last) + 5);
        const int x = laneX(lane);
        if (lower < top || x <= m_layout.kernel)
            return;
        m_painter.setBrush(m_theme.colour(inner ? Hue::Column : Hue::LifeBar));
        m_painter.drawRect(inner ? x + kSpan / 2 : x - kSpan / 2, upper, inner ? kSpan / 2 : kSpan,
                           std::max(2, lower - upper));
    };
    for (int number = std::max(0, first - kLookBack); number <= last; ++number) {
        const Entry &entry = m_model.entry(number);
        if (entry.part == Part::Request)
            calls[entry.call] = {number, entry.lane};
        else if (entry.part == Part::Ask)
            asks[entry.call] = {number, entry.lane};
        auto &open = entry.part == Part::Answer ? calls : asks;
        const bool closes = entry.part == Part::Answer || entry.part == Part::Reply;
        const auto begun = closes ? open.find(entry.call) : open.end();
        if (!closes || begun == open.end())
            continue;
        if (number >= first)
            bar(begun->second.row, number, entry.lane, entry.part == Part::Reply);
        open.erase(begun);
    }
    for (const auto &[id, open] : calls)
        bar(open.row, last + 1, open.lane, false);
    for (const auto &[id, open] : asks)
        bar(open.row, last + 1, open.lane, true);
}

void LadderPainter::row(int number, int top)
{
    const Entry &entry = m_model.entry(number);
    if (entry.part == Part::Gap)
        return gap(number, top);
    m_painter.setFont(m_layout.mono);
    m_painter.setPen(m_theme.colour(Hue::Dim));
    QString time = QString::number(m_model.secondsOf(entry), 'f', 6);
    time.insert(time.size() - 3, QChar(0x2009));
    const QRect place(0, top, m_layout.kernel - 40, m_layout.rowHeight - 2);
    m_painter.drawText(place, int(Qt::AlignRight | Qt::AlignVCenter), time);
    branch(entry, top);
    message(entry, top);
}

/// A fold in time: the lifelines are broken, and how long is said.
void LadderPainter::gap(int number, int top)
{
    m_painter.setFont(m_layout.font);
    m_painter.setPen(m_theme.colour(Hue::Dim));
    const double seconds = m_model.gapSeconds(number);
    const QString text = seconds < 1 ? LadderModel::tr("%1 ms").arg(seconds * 1000, 0, 'f', 0)
                                     : LadderModel::tr("%1 s").arg(seconds, 0, 'f', 1);
    const QFontMetrics metrics(m_layout.font);
    const QRect words(m_layout.kernel - metrics.horizontalAdvance(text) / 2 - 5, top,
                      metrics.horizontalAdvance(text) + 10, m_layout.rowHeight);
    const int middle = words.center().y();
    m_painter.setPen(QPen(m_theme.colour(Hue::Border), 1, Qt::DotLine));
    m_painter.drawLine(kMargin, middle, m_layout.width - kMargin, middle);
    m_painter.fillRect(words, m_theme.colour(Hue::Card));
    m_painter.setPen(m_theme.colour(Hue::Dim));
    m_painter.drawText(words, int(Qt::AlignCenter), text);
}

QColor LadderPainter::colourOf(const Entry &entry, const trace::CallRecord *record) const
{
    if (!record)
        return m_theme.colour(Hue::Dim);
    if (entry.part == Part::Answer && record->failed())
        return m_theme.colour(Hue::Error);
    if (isLifecycle(record->kind))
        return m_theme.colour(Hue::Lifecycle);
    if (record->outcome == trace::CallRecord::Outcome::Running)
        return m_theme.colour(Hue::Warning);
    return m_theme.colour(entry.part == Part::Request || entry.part == Part::Answer ? Hue::Text : Hue::Dim);
}

void LadderPainter::arrow(int from, int to, int y, bool dashed)
{
    QPen pen = m_painter.pen();
    pen.setStyle(dashed ? Qt::DashLine : Qt::SolidLine);
    m_painter.setPen(pen);
    m_painter.drawLine(from, y, to, y);
    pen.setStyle(Qt::SolidLine);
    m_painter.setPen(pen);
    m_painter.setBrush(pen.color());
    const int back = to > from ? -kArrow : kArrow;
    const QPoint head[] = {{to, y}, {to + back, y - 3}, {to + back, y + 3}};
    m_painter.drawPolygon(head, 3);
}

void LadderPainter::message(const Entry &entry, int top)
{
    const int lane = laneX(entry.lane);
    if (lane <= m_layout.kernel + 20)
        return;
    const bool out = toServer(entry.part);
    const bool inner = entry.part == Part::Ask || entry.part == Part::Reply || entry.part == Part::Give;
    const trace::CallRecord *record = m_model.recordOf(entry);
    const QColor colour = colourOf(entry, record);
    const int edge = lane - kSpan / 2 - 1;
    const int y = top + m_layout.rowHeight - 5;
    m_painter.setPen(QPen(colour, 1));
    arrow(out ? edge : m_layout.kernel, out ? m_layout.kernel + 1 : edge, y, !out && !inner);
    m_painter.setFont(m_layout.mono);
    const int room = std::min(m_layout.laneWidth, lane - m_layout.kernel) - kSpan - 24;
    const QFontMetrics metrics(m_layout.mono);
    const QString text = metrics.elidedText(m_model.messageOf(entry), Qt::ElideRight, room);
    const QRect place(edge - 8 - room, top, room, m_layout.rowHeight - 7);
    const int written = metrics.horizontalAdvance(text);
    // Lifelines that are crossed do not go through the words.
    if (entry.lane > 0 && m_selected != entry.call)
        m_painter.fillRect(place.right() - written - 2, place.top() + 2, written + 4, place.height() - 2,
                           m_theme.colour(Hue::Card));
    m_painter.drawText(place, int(Qt::AlignRight | Qt::AlignVCenter), text);
}

/// From the lifeline that prepared the child to the child's own.
void LadderPainter::branch(const Entry &entry, int top)
{
    const auto parent = m_model.parentLane(entry);
    if (m_model.isExec(entry))
        becomes(laneX(entry.lane), top + 3);
    if (!parent || *parent == entry.lane)
        return;
    const int from = laneX(*parent);
    const int to = laneX(entry.lane);
    const int y = top + 3;
    m_painter.setPen(QPen(m_theme.colour(Hue::Lifecycle), 2));
    m_painter.drawLine(from, y, to, y);
    m_painter.drawLine(to, y, to, top + m_layout.rowHeight - 5);
    m_painter.setBrush(m_theme.colour(Hue::Lifecycle));
    m_painter.drawEllipse(QPoint(from, y), 3, 3);
}

/// The lifeline goes on as another program's.
void LadderPainter::becomes(int lane, int y)
{
    constexpr int kHalf = 5;
    m_painter.setPen(QPen(m_theme.colour(Hue::Lifecycle), 2));
    m_painter.drawLine(lane - 2 * kHalf, y, lane + 2 * kHalf, y);
    m_painter.setBrush(m_theme.colour(Hue::Lifecycle));
    m_painter.drawPolygon(QPolygon({QPoint(lane, y - kHalf), QPoint(lane + kHalf, y), QPoint(lane, y + kHalf),
                                    QPoint(lane - kHalf, y)}));
}

} // namespace rumpscope::ui
