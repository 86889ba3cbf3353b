// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/card.h"

#include "ui/kit/elided_label.h"
#include "ui/kit/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace rumpscope::ui {

namespace {

/// A hairline that takes its colour when it paints, so that a change of palette needs no word to it.
class Rule : public QWidget
{
public:
    explicit Rule(QWidget *parent)
        : QWidget(parent)
    {
        setFixedHeight(1);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter(this).fillRect(rect(), Theme::of(this).colour(Hue::Border));
    }
};

constexpr qreal kRadius = 7;

} // namespace

QWidget *makeRule(QWidget *parent)
{
    return new Rule(parent);
}

Card::Card(const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_header(new QWidget(this))
    , m_title(new QLabel(title, m_header))
    , m_subtitle(new ElidedLabel(m_header))
    , m_tools(new QHBoxLayout)
    , m_body(new QVBoxLayout(this))
{
    setAccessibleName(title);
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);

    auto *row = new QHBoxLayout(m_header);
    row->setContentsMargins(12, 6, 8, 6);
    row->setSpacing(12);
    row->addWidget(m_title);
    row->addWidget(m_subtitle, 1);
    m_tools->setSpacing(2);
    row->addLayout(m_tools);

    m_body->setContentsMargins(1, 1, 1, 1);
    m_body->setSpacing(0);
    m_body->addWidget(m_header);
    m_body->addWidget(makeRule(this));
}

QString Card::title() const
{
    return m_title->text();
}

void Card::setSubtitle(const QString &text)
{
    m_subtitle->setText(text);
    setAccessibleDescription(text);
}

QString Card::subtitle() const
{
    return m_subtitle->text();
}

void Card::setSubtitleRight(bool right)
{
    m_subtitle->setAlignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

void Card::addTool(QWidget *tool)
{
    m_tools->addWidget(tool);
}

void Card::setContent(QWidget *content)
{
    m_body->addWidget(content, 1);
}

void Card::addFooter(QWidget *footer)
{
    m_body->addWidget(makeRule(this));
    m_body->addWidget(footer);
}

void Card::setHeaderVisible(bool visible)
{
    m_header->setVisible(visible);
}

QWidget *Card::takeHeader()
{
    m_headerTaken = true;
    m_body->removeWidget(m_header);
    return m_header;
}

void Card::paintSheet(QPainter &painter, const QWidget &widget)
{
    const Theme &theme = Theme::of(&widget);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.colour(Hue::Border));
    painter.setBrush(theme.colour(Hue::Card));
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

void Card::paintEvent(QPaintEvent *)
{
    if (m_headerTaken)
        return;
    QPainter painter(this);
    paintSheet(painter, *this);
}

} // namespace rumpscope::ui
