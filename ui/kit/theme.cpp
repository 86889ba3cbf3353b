// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/theme.h"

#include "ui/kit/style.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QWidget>

namespace rumpscope::ui {

namespace {

Theme::Scheme s_scheme = Theme::Scheme::System;

struct Pair
{
    Hue hue;
    QRgb light;
    QRgb dark;
};
constexpr Pair kColours[] = {
    {Hue::Accent, 0xff0072b2, 0xff56b4e9},    {Hue::OnAccent, 0xffffffff, 0xff10161c},
    {Hue::Guest, 0xff008a64, 0xff2fc79b},     {Hue::Forked, 0xff008a64, 0xff2fc79b},
    {Hue::Exec, 0xff0072b2, 0xff56b4e9},      {Hue::Prepared, 0xff008a64, 0xff2fc79b},
    {Hue::Kernel, 0xff008a64, 0xff2fc79b},    {Hue::Ended, 0xff667380, 0xff93a0ac},
    {Hue::Error, 0xffb3141b, 0xffff8a7a},     {Hue::Lifecycle, 0xff9a4f86, 0xffd28bbd},
    {Hue::Warning, 0xffb84f00, 0xffe69f00},   {Hue::Signal, 0xff7a5c00, 0xfff0e442},
    {Hue::Window, 0xfff6f7f9, 0xff16191d},    {Hue::Bar, 0xffeef1f4, 0xff23282e},
    {Hue::Card, 0xffffffff, 0xff1d2126},      {Hue::Border, 0xffdfe3e8, 0xff30363d},
    {Hue::Grid, 0xffeff1f3, 0xff2b3138},      {Hue::Zebra, 0xfffafbfc, 0xff20252b},
    {Hue::Selection, 0xffdcebfa, 0xff173a57}, {Hue::Text, 0xff1d2329, 0xffe3e7eb},
    {Hue::Dim, 0xff667380, 0xff93a0ac},       {Hue::Gap, 0xfffcf2eb, 0xff2c2a23},
    {Hue::Point, 0xff0072b2, 0xff56b4e9},     {Hue::Median, 0xff1d2329, 0xffe3e7eb},
    {Hue::Tail, 0xffd55e00, 0xffe69f00},      {Hue::Column, 0xff73b2d5, 0xff3c7191},
    {Hue::LifeBar, 0xff26ac88, 0xff2cae89},   {Hue::OnLifeBar, 0xff0b2a20, 0xff0b1f18},
};
static_assert(std::size(kColours) == static_cast<std::size_t>(Hue::Count));

bool isDarkPalette(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

} // namespace

Theme::Theme(bool dark)
    : m_dark(dark)
{
    for (const Pair &pair : kColours)
        m_colours[static_cast<int>(pair.hue)] = QColor::fromRgb(dark ? pair.dark : pair.light);
}

void Theme::apply(QApplication &app, Scheme scheme)
{
    s_scheme = scheme;
    if (!qobject_cast<Style *>(app.style()))
        QApplication::setStyle(new Style); // the application owns it
    QApplication::setPalette(QPalette());  // back to the platform's, to see how light that is
    const bool dark =
        scheme == Scheme::Dark || (scheme == Scheme::System && isDarkPalette(QApplication::palette()));
    QApplication::setPalette(Theme(dark).palette());
}

Theme::Scheme Theme::scheme()
{
    return s_scheme;
}

const Theme &Theme::of(const QPalette &palette)
{
    static const Theme kLight(false);
    static const Theme kDark(true);
    return isDarkPalette(palette) ? kDark : kLight;
}

const Theme &Theme::of(const QWidget *widget)
{
    return of(widget->palette());
}

const Theme &Theme::current()
{
    return of(QApplication::palette());
}

QPalette Theme::palette() const
{
    QPalette palette;
    palette.setColor(QPalette::Window, colour(Hue::Window));
    palette.setColor(QPalette::WindowText, colour(Hue::Text));
    palette.setColor(QPalette::Base, colour(Hue::Card));
    palette.setColor(QPalette::AlternateBase, colour(Hue::Zebra));
    palette.setColor(QPalette::Text, colour(Hue::Text));
    palette.setColor(QPalette::Button, colour(Hue::Card));
    palette.setColor(QPalette::ButtonText, colour(Hue::Text));
    palette.setColor(QPalette::BrightText, colour(Hue::Error));
    palette.setColor(QPalette::Highlight, colour(Hue::Selection));
    palette.setColor(QPalette::HighlightedText, colour(Hue::Text));
    palette.setColor(QPalette::Link, colour(Hue::Accent));
    palette.setColor(QPalette::LinkVisited, colour(Hue::Lifecycle));
    palette.setColor(QPalette::ToolTipBase, colour(Hue::Bar));
    palette.setColor(QPalette::ToolTipText, colour(Hue::Text));
    palette.setColor(QPalette::PlaceholderText, colour(Hue::Dim));
    palette.setColor(QPalette::Light, colour(Hue::Card).lighter(m_dark ? 130 : 100));
    palette.setColor(QPalette::Midlight, colour(Hue::Bar));
    palette.setColor(QPalette::Mid, colour(Hue::Border));
    palette.setColor(QPalette::Dark, colour(Hue::Border).darker(m_dark ? 140 : 115));
    palette.setColor(QPalette::Shadow, QColor(0, 0, 0, m_dark ? 160 : 60));
    QColor faint = colour(Hue::Dim);
    faint.setAlpha(150);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    return palette;
}

QFont Theme::monospaced(const QFont &like)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (!QFontInfo(font).fixedPitch()) // bare systems name a proportional face as their fixed one
        font.setFamilies({QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono"),
                          QStringLiteral("Noto Sans Mono"), QStringLiteral("Liberation Mono")});
    font.setStyleHint(QFont::Monospace);
    if (like.pointSizeF() > 0)
        font.setPointSizeF(like.pointSizeF());
    else
        font.setPixelSize(like.pixelSize());
    return font;
}

} // namespace rumpscope::ui
