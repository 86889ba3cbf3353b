// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/style.h"

#include "ui/kit/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>
#include <QWidget>

#include <algorithm>

namespace rumpscope::ui {

namespace {

constexpr int kButtonRoom = 8; ///< pixels more beside a button's text than Fusion has

constexpr qreal kRadius = 5;

bool has(const QStyleOption *option, QStyle::StateFlag flag)
{
    return option->state.testFlag(flag);
}

QColor blend(const QColor &below, const QColor &above, qreal part)
{
    return QColor::fromRgbF(float(below.redF() + (above.redF() - below.redF()) * part),
                            float(below.greenF() + (above.greenF() - below.greenF()) * part),
                            float(below.blueF() + (above.blueF() - below.blueF()) * part));
}

void drawPanel(QPainter *painter, const QRect &rect, const QColor &fill, const QColor &line, qreal width = 1)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(line, width));
    painter->setBrush(fill);
    const qreal inset = width / 2;
    painter->drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), kRadius, kRadius);
    painter->restore();
}

void drawProgress(const QStyleOption *option, QPainter *painter)
{
    const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option);
    if (!bar || bar->progress <= bar->minimum || bar->maximum <= bar->minimum)
        return;
    const qreal done = qreal(bar->progress - bar->minimum) / (bar->maximum - bar->minimum);
    QRect part = option->rect;
    part.setWidth(std::max(int(2 * kRadius), int(part.width() * std::min(done, 1.0))));
    const QColor accent = Theme::of(option->palette).colour(Hue::Accent);
    drawPanel(painter, part, accent, accent);
}

void drawChevron(QPainter *painter, const QRectF &rect, const QColor &colour)
{
    const QPointF centre = rect.center();
    QPainterPath path(centre + QPointF(-3.5, -1.5));
    path.lineTo(centre + QPointF(0, 2));
    path.lineTo(centre + QPointF(3.5, -1.5));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(colour, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPath(path);
    painter->restore();
}

void drawButton(const QStyleOption *option, QPainter *painter)
{
    const Theme &theme = Theme::of(option->palette);
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool accent = enabled && button && button->features.testFlag(QStyleOptionButton::DefaultButton);
    QColor fill = accent ? theme.colour(Hue::Accent) : theme.colour(Hue::Card);
    if (has(option, QStyle::State_Sunken))
        fill = blend(fill, theme.colour(Hue::Text), 0.14);
    else if (has(option, QStyle::State_On))
        fill = theme.colour(Hue::Selection);
    else if (enabled && has(option, QStyle::State_MouseOver))
        fill = blend(fill, theme.colour(Hue::Text), 0.05);
    const bool focus = has(option, QStyle::State_HasFocus) && has(option, QStyle::State_KeyboardFocusChange);
    const QColor line = focus    ? (accent ? theme.colour(Hue::Text) : theme.colour(Hue::Accent))
                        : accent ? fill
                                 : theme.colour(Hue::Border);
    drawPanel(painter, option->rect, fill, line, focus ? 2 : 1);
}

void drawField(const QStyleOption *option, QPainter *painter)
{
    const Theme &theme = Theme::of(option->palette);
    const bool focus = has(option, QStyle::State_HasFocus);
    const QColor fill = option->palette.color(QPalette::Base);
    drawPanel(painter, option->rect, fill, theme.colour(focus ? Hue::Accent : Hue::Border), focus ? 1.5 : 1);
}

void drawToolButton(const QStyleOption *option, QPainter *painter)
{
    const Theme &theme = Theme::of(option->palette);
    const bool focus = has(option, QStyle::State_HasFocus) && has(option, QStyle::State_KeyboardFocusChange);
    QColor fill = Qt::transparent;
    if (has(option, QStyle::State_On) || has(option, QStyle::State_Sunken))
        fill = theme.colour(Hue::Selection);
    else if (has(option, QStyle::State_MouseOver) && has(option, QStyle::State_Enabled))
        fill = blend(theme.colour(Hue::Card), theme.colour(Hue::Text), 0.06);
    drawPanel(painter, option->rect, fill, focus ? theme.colour(Hue::Accent) : fill, focus ? 2 : 1);
}

/// The current tab is underlined in the accent colour and bold enough by its text colour; no boxes.
void drawTab(const QStyleOption *option, QPainter *painter)
{
    const Theme &theme = Theme::of(option->palette);
    const QRect line(option->rect.left() + 6, option->rect.bottom() - 2, option->rect.width() - 12, 2);
    if (has(option, QStyle::State_Selected))
        painter->fillRect(line, theme.colour(Hue::Accent));
    else if (has(option, QStyle::State_MouseOver))
        painter->fillRect(line, theme.colour(Hue::Border));
}

void drawHeaderSection(const QStyleOption *option, QPainter *painter)
{
    const Theme &theme = Theme::of(option->palette);
    painter->fillRect(option->rect, theme.colour(Hue::Card));
    painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                      theme.colour(Hue::Border));
}

} // namespace

Style::Style()
    : QProxyStyle(QStringLiteral("fusion"))
{}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        return drawButton(option, painter);
    case PE_PanelButtonTool:
        return drawToolButton(option, painter);
    case PE_PanelLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && frame->lineWidth > 0)
            return drawField(option, painter);
        return painter->fillRect(option->rect, option->palette.brush(QPalette::Base));
    }
    case PE_FrameLineEdit:
        return drawField(option, painter);
    case PE_FrameTabBarBase:
    case PE_IndicatorDockWidgetResizeHandle: // a gap is enough of a handle; the pointer tells
    case PE_FrameFocusRect:
        return; // said by the border of each field, button and selected row
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    switch (element) {
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        return drawHeaderSection(option, painter);
    case CE_Splitter:
        return; // a gap is enough of a handle; the pointer tells
    case CE_TabBarTabShape:
        return drawTab(option, painter);
    case CE_ProgressBarGroove:
        return drawPanel(painter, option->rect, option->palette.color(QPalette::Base),
                         Theme::of(option->palette).colour(Hue::Border));
    case CE_ProgressBarContents:
        return drawProgress(option, painter);
    case CE_HeaderLabel: {
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            QStyleOptionHeader dim(*header);
            dim.palette.setColor(QPalette::ButtonText, Theme::of(option->palette).colour(Hue::Dim));
            return QProxyStyle::drawControl(element, &dim, painter, widget);
        }
        break;
    }
    case CE_PushButtonLabel: {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        if (button && button->features.testFlag(QStyleOptionButton::DefaultButton) &&
            has(option, State_Enabled)) {
            QStyleOptionButton accent(*button);
            accent.palette.setColor(QPalette::ButtonText, Theme::of(option->palette).colour(Hue::OnAccent));
            return QProxyStyle::drawControl(element, &accent, painter, widget);
        }
        break;
    }
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    if (control == CC_ComboBox)
        drawComboBox(option, painter, widget);
    else if (control == CC_ScrollBar)
        drawScrollBar(option, painter, widget);
    else
        QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void Style::drawComboBox(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
    if (combo && combo->editable)
        drawField(option, painter);
    else
        drawButton(option, painter);
    const QRect arrow = subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
    drawChevron(painter, arrow, Theme::of(option->palette).colour(Hue::Dim));
}

void Style::drawScrollBar(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const Theme &theme = Theme::of(option->palette);
    painter->fillRect(option->rect, option->palette.brush(QPalette::Base));
    const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (!slider || slider->minimum == slider->maximum)
        return;
    const QRectF groove = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
    const bool active = has(option, State_MouseOver) || has(option, State_Sunken);
    const qreal margin = active ? 2 : 3;
    const QRectF handle = groove.adjusted(margin, margin, -margin, -margin);
    const qreal radius = std::min(handle.width(), handle.height()) / 2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(blend(theme.colour(Hue::Card), theme.colour(Hue::Dim), active ? 0.8 : 0.45));
    painter->drawRoundedRect(handle, radius, radius);
    painter->restore();
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollView_ScrollBarSpacing:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarBaseOverlap:
    case PM_ButtonDefaultIndicator:
        return 0;
    case PM_SmallIconSize:
    case PM_ButtonIconSize: // symbols grow with the text beside them
        return widget ? std::max(16, widget->fontMetrics().ascent() + 4) : 16;
    case PM_HeaderMargin:
    case PM_SplitterWidth:
        return 6;
    case PM_DockWidgetSeparatorExtent:
        return 10; // between cards
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                              const QWidget *widget) const
{
    const QSize fusion = QProxyStyle::sizeFromContents(type, option, size, widget);
    return type == CT_PushButton ? fusion + QSize(kButtonRoom, 0) : fusion;
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                     QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_ScrollBar_Transient:
    case SH_EtchDisabledText:
    case SH_Widget_Animate:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_Slider_AbsoluteSetButtons: // a click goes there
        return Qt::LeftButton;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

} // namespace rumpscope::ui
