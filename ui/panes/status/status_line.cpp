// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/status/status_line.h"

#include "ui/kit/elided_label.h"
#include "ui/kit/format.h"
#include "ui/kit/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QTime>
#include <QToolButton>

namespace rumpscope::ui {

StatusLine::StatusLine(QWidget *parent)
    : QWidget(parent)
    , m_notice(new ElidedLabel(this))
    , m_dismiss(new QToolButton(this))
{
    setAccessibleName(tr("Status"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 3, 12, 3);
    row->setSpacing(20);
    m_calls = addLabel();
    m_lost = addLabel();
    m_rate = addLabel();
    m_clients = addLabel();
    m_notice->setHue(Hue::Warning);
    row->addWidget(m_notice, 1);
    m_dismiss->setText(QStringLiteral("✕"));
    m_dismiss->setAutoRaise(true);
    m_dismiss->setAccessibleName(tr("Dismiss the notice"));
    m_dismiss->setToolTip(tr("Dismiss the notice"));
    connect(m_dismiss, &QToolButton::clicked, this, &StatusLine::dismissNotice);
    row->addWidget(m_dismiss);
    QSizePolicy keeps = m_dismiss->sizePolicy();
    keeps.setRetainSizeWhenHidden(true);
    m_dismiss->setSizePolicy(keeps);
    m_dismiss->hide();
    setCounts({});
}

QLabel *StatusLine::addLabel()
{
    auto *label = new QLabel(this);
    label->setForegroundRole(QPalette::PlaceholderText);
    layout()->addWidget(label);
    return label;
}

void StatusLine::setCounts(const Counts &counts)
{
    m_calls->setText(callsText(counts.calls));
    QString lost = tr("%1 lost").arg(countText(counts.lostEvents));
    if (counts.lostEvents > 0)
        lost.prepend(QStringLiteral("▲ "));
    if (counts.evicted > 0)
        lost += tr(" · %1 left the history").arg(countText(counts.evicted));
    m_lost->setText(lost);
    m_lost->setForegroundRole(counts.lostEvents > 0 ? QPalette::BrightText : QPalette::PlaceholderText);
    m_lost->setToolTip(tr("Events that did not fit between two looks, and calls too old to be kept"));
    m_rate->setText(rateText(counts.perSecond));
    m_clients->setText(tr("%n client(s)", nullptr, counts.clients));
}

QString StatusLine::notice() const
{
    return m_notice->text();
}

void StatusLine::addPermanent(QWidget *widget)
{
    layout()->addWidget(widget);
}

void StatusLine::showNotice(const QString &sentence)
{
    m_notices.prepend(
        QStringLiteral("%1  %2").arg(QTime::currentTime().toString(QStringLiteral("HH:mm:ss")), sentence));
    while (m_notices.size() > kNotices)
        m_notices.removeLast();
    m_notice->setText(QStringLiteral("▲ ") + sentence);
    m_notice->setToolTip(
        m_notices.join(QLatin1Char('\n')).toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>")));
    m_dismiss->show();
}

void StatusLine::dismissNotice()
{
    m_notice->setText({});
    m_dismiss->hide();
}

void StatusLine::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Hue::Bar));
    painter.fillRect(0, 0, width(), 1, theme.colour(Hue::Border));
}

} // namespace rumpscope::ui
