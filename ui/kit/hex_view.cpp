// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/hex_view.h"

#include "ui/kit/theme.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace rumpscope::ui {

namespace {

constexpr int kMargin = 10;
constexpr int kMostColumns = 16;
constexpr int kLeastColumns = 8;

QString characterOf(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte >= 0x7f ? QStringLiteral("·") : QString(QLatin1Char(c));
}

} // namespace

HexView::HexView(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Bytes of the frame"));
    viewport()->setBackgroundRole(QPalette::Base);
    adjust();
}

int HexView::lineHeight() const
{
    return QFontMetrics(Theme::monospaced(font())).height() + 2;
}

int HexView::figure() const
{
    return QFontMetrics(Theme::monospaced(font())).horizontalAdvance(QLatin1Char('0'));
}

int HexView::hexLeft(int column) const
{
    return kMargin + figure() * (6 + 3 * column) - horizontalScrollBar()->value();
}

int HexView::textLeft(int column) const
{
    return kMargin + figure() * (6 + 3 * m_columns + 1 + column) - horizontalScrollBar()->value();
}

QSize HexView::sizeHint() const
{
    return {kMargin * 2 + figure() * (6 + 4 * kMostColumns + 1), lineHeight() * 6};
}

void HexView::setBytes(const QByteArray &bytes)
{
    m_bytes = bytes;
    m_offset = m_length = 0;
    adjust();
    viewport()->update();
}

void HexView::mark(int offset, int length)
{
    m_offset = std::clamp(offset, 0, static_cast<int>(m_bytes.size()));
    m_length = std::clamp(length, 0, static_cast<int>(m_bytes.size()) - m_offset);
    const int line = m_offset / m_columns;
    QScrollBar *bar = verticalScrollBar();
    if (m_length > 0 && line < bar->value())
        bar->setValue(line);
    else if (m_length > 0 && line >= bar->value() + bar->pageStep())
        bar->setValue(line - bar->pageStep() + 1);
    setAccessibleDescription(
        tr("%1 from byte %2: %3")
            .arg(m_length)
            .arg(m_offset)
            .arg(QString::fromLatin1(m_bytes.mid(m_offset, std::min(m_length, 32)).toHex(' '))));
    viewport()->update();
}

QRect HexView::byteRect(int offset) const
{
    const int line = offset / m_columns - verticalScrollBar()->value();
    if (offset < 0 || offset >= m_bytes.size() || line < 0 || line > viewport()->height() / lineHeight())
        return {};
    return {hexLeft(offset % m_columns), 4 + line * lineHeight(), figure() * 2, lineHeight()};
}

void HexView::adjust()
{
    const auto needed = [this](int columns) { return kMargin * 2 + figure() * (6 + 3 * columns); };
    m_columns = needed(kMostColumns) <= viewport()->width() ? kMostColumns : kLeastColumns;
    const int lines = (static_cast<int>(m_bytes.size()) + m_columns - 1) / m_columns;
    const int page = std::max(1, (viewport()->height() - 8) / lineHeight());
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, std::max(0, lines - page));
    // The characters may be cut off; the bytes themselves stay reachable.
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(
        0, std::max(0, m_bytes.isEmpty() ? 0 : needed(m_columns) - viewport()->width()));
}

void HexView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    adjust();
}

void HexView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        adjust();
    QAbstractScrollArea::changeEvent(event);
}

void HexView::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), theme.colour(Hue::Card));
    painter.setFont(Theme::monospaced(font()));
    const int height = lineHeight();
    const int first = verticalScrollBar()->value();
    const auto size = static_cast<int>(m_bytes.size());
    // Characters only where all of them fit: cut ones would look like the end of the data.
    const bool characters = textLeft(m_columns) <= viewport()->width();
    for (int line = 0; 4 + line * height < viewport()->height(); ++line) {
        const int begin = (first + line) * m_columns;
        if (begin >= size)
            break;
        const int top = 4 + line * height;
        const auto draw = [&](int left, int figures, const QString &text) {
            painter.drawText(QRect(left, top, figure() * figures, height), int(Qt::AlignVCenter), text);
        };
        painter.setPen(theme.colour(Hue::Dim));
        draw(kMargin - horizontalScrollBar()->value(), 5,
             QStringLiteral("%1").arg(begin, 4, 16, QLatin1Char('0')));
        for (int column = 0; column < m_columns && begin + column < size; ++column) {
            const int at = begin + column;
            if (at >= m_offset && at < m_offset + m_length) {
                const bool joined = column + 1 < m_columns && at + 1 < m_offset + m_length;
                painter.fillRect(hexLeft(column), top, figure() * (joined ? 3 : 2), height,
                                 theme.colour(Hue::Selection));
                if (characters)
                    painter.fillRect(textLeft(column), top, figure(), height, theme.colour(Hue::Selection));
            }
            painter.setPen(theme.colour(Hue::Text));
            const auto byte = static_cast<unsigned char>(m_bytes[at]);
            draw(hexLeft(column), 2, QStringLiteral("%1").arg(byte, 2, 16, QLatin1Char('0')));
            painter.setPen(theme.colour(Hue::Dim));
            if (characters)
                draw(textLeft(column), 1, characterOf(m_bytes[at]));
        }
    }
    if (hasFocus() && size > 0) {
        painter.setPen(theme.colour(Hue::Accent));
        painter.drawRect(byteRect(std::min(m_offset, size - 1)).adjusted(-1, 0, 0, -1));
    }
}

void HexView::mousePressEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    const int line = verticalScrollBar()->value() + std::max(0, at.y() - 4) / lineHeight();
    int column = (at.x() - hexLeft(0)) / (figure() * 3);
    if (at.x() >= textLeft(0) && textLeft(m_columns) <= viewport()->width())
        column = (at.x() - textLeft(0)) / figure();
    const int offset = line * m_columns + column;
    if (at.x() >= hexLeft(0) && column >= 0 && column < m_columns && offset < m_bytes.size())
        pick(offset);
}

void HexView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return pick(m_offset - 1);
    case Qt::Key_Right:
        return pick(m_offset + std::max(1, m_length));
    case Qt::Key_Up:
        return pick(m_offset - m_columns);
    case Qt::Key_Down:
        return pick(m_offset + m_columns);
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void HexView::pick(int offset)
{
    if (offset < 0 || offset >= m_bytes.size())
        return;
    mark(offset, 1);
    emit bytePicked(offset);
}

} // namespace rumpscope::ui
