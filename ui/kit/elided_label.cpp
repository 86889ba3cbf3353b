// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/elided_label.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace rumpscope::ui {

namespace {

/// Leaves whole facts ("a · b · c") out at the end rather than cut a number; a single fact is cut.
QString shortened(const QString &text, const QFontMetrics &font, int room)
{
    static const QString between = QStringLiteral(" · ");
    QStringList facts = text.split(between);
    while (facts.size() > 1) {
        facts.removeLast();
        QString shown = facts.join(between) + QStringLiteral(" …");
        if (font.horizontalAdvance(shown) <= room)
            return shown;
    }
    return font.elidedText(text, Qt::ElideRight, room);
}

} // namespace

ElidedLabel::ElidedLabel(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void ElidedLabel::setHue(Hue hue)
{
    m_hue = hue;
    update();
}

void ElidedLabel::setAlignment(Qt::Alignment alignment)
{
    m_alignment = alignment;
    update();
}

void ElidedLabel::setStrong(const QString &part)
{
    m_strong = part;
    updateGeometry();
    update();
}

int ElidedLabel::textWidth() const
{
    int width = fontMetrics().horizontalAdvance(m_text);
    if (!m_strong.isEmpty()) {
        QFont bold = font();
        bold.setWeight(QFont::DemiBold);
        width += QFontMetrics(bold).horizontalAdvance(m_strong) - fontMetrics().horizontalAdvance(m_strong);
    }
    return width + 1;
}

QString ElidedLabel::shownText() const
{
    return textWidth() <= width() ? m_text : shortened(m_text, fontMetrics(), width());
}

QSize ElidedLabel::sizeHint() const
{
    return {textWidth(), fontMetrics().height() + 2};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {std::min(textWidth(), fontMetrics().averageCharWidth() * 4), fontMetrics().height() + 2};
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(Theme::of(this).colour(m_hue));
    const qsizetype at = m_strong.isEmpty() ? -1 : m_text.indexOf(m_strong);
    if (at < 0 || textWidth() > width()) {
        painter.drawText(rect(), int(m_alignment), shownText());
        return;
    }
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    QRect left = rect();
    const auto draw = [&](const QString &part, const QFont &face) {
        painter.setFont(face);
        painter.drawText(left, int(Qt::AlignLeft | Qt::AlignVCenter), part);
        left.setLeft(left.left() + QFontMetrics(face).horizontalAdvance(part));
    };
    draw(m_text.left(at), font());
    draw(m_strong, bold);
    draw(m_text.mid(at + m_strong.size()), font());
}

bool ElidedLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && textWidth() > width()) {
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), m_text, this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace rumpscope::ui
