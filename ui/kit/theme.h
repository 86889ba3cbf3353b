// SPDX-License-Identifier: GPL-3.0-or-later
// Colours by what they mean, light and dark: the Okabe–Ito colours on calm grounds. One accent.
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

class QApplication;
class QWidget;

namespace rumpscope::ui {

/// What a colour stands for. No state is told by colour alone: a shape or a word goes with each.
enum class Hue {
    Accent,    ///< default button, current tab, focus
    OnAccent,  ///< text on Accent
    Guest,     ///< ● and a connection that is up
    Forked,    ///< ↳
    Exec,      ///< ⟳
    Prepared,  ///< ◌
    Kernel,    ///< ○
    Ended,     ///< ✝
    Error,     ///< errno, losses
    Lifecycle, ///< prefork, fork, exec rows
    Warning,   ///< running calls, attempts, remarks
    Signal,    ///< RAISE
    Window,    ///< behind the cards
    Bar,       ///< connection bar and status line
    Card,
    Border,
    Grid,
    Zebra,
    Selection,
    Text,
    Dim, ///< secondary text, still readable (contrast above 4.5:1)
    Gap, ///< stretch without a kernel
    Point,
    Median,
    Tail, ///< p99
    Column,
    LifeBar,
    OnLifeBar,
    Count
};

class Theme
{
public:
    enum class Scheme { System, Light, Dark };

    /// Sets style, palette and font features of the whole application; again whenever the scheme changes.
    /// System takes the lightness of the palette the platform gives.
    static void apply(QApplication &app, Scheme scheme);
    [[nodiscard]] static Scheme scheme();

    /// The theme a widget should paint with, by its palette's lightness: ask in each paintEvent, or again
    /// after QEvent::PaletteChange.
    [[nodiscard]] static const Theme &of(const QWidget *widget);
    [[nodiscard]] static const Theme &of(const QPalette &palette);
    [[nodiscard]] static const Theme &current(); ///< of the application's palette

    [[nodiscard]] bool isDark() const { return m_dark; }
    [[nodiscard]] QColor colour(Hue hue) const { return m_colours[static_cast<int>(hue)]; }
    [[nodiscard]] QPalette palette() const;

    /// A fixed-pitch face with tabular figures, as large as `like`.
    [[nodiscard]] static QFont monospaced(const QFont &like);

private:
    explicit Theme(bool dark);
    bool m_dark;
    QColor m_colours[static_cast<int>(Hue::Count)];
};

} // namespace rumpscope::ui
