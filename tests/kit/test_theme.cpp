// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/icons.h"
#include "ui/kit/theme.h"
#include "ui/panes/processes/process_legend.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QFontInfo>
#include <QImage>

#include <cmath>

namespace rumpscope::ui {
namespace {

double luminance(const QColor &colour)
{
    const auto part = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF());
}

/// WCAG 2 contrast ratio, 1 to 21.
double contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a) + 0.05;
    const double second = luminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

class ThemeTest : public testing::TestWithParam<Theme::Scheme>
{
protected:
    void SetUp() override { Theme::apply(*qApp, GetParam()); }
    void TearDown() override { Theme::apply(*qApp, Theme::Scheme::Light); }
};

TEST_P(ThemeTest, TextIsReadableOnEveryGround)
{
    const Theme &theme = Theme::current();
    EXPECT_EQ(theme.isDark(), GetParam() == Theme::Scheme::Dark);
    for (const Hue text : {Hue::Text, Hue::Dim, Hue::Error, Hue::Lifecycle, Hue::Warning, Hue::Signal}) {
        for (const Hue ground : {Hue::Card, Hue::Zebra, Hue::Selection})
            EXPECT_GE(contrast(theme.colour(text), theme.colour(ground)), text == Hue::Text ? 7 : 3.9)
                << static_cast<int>(text) << " on " << static_cast<int>(ground);
        EXPECT_GE(contrast(theme.colour(text), theme.colour(Hue::Card)), 4.5) << static_cast<int>(text);
    }
    EXPECT_GE(contrast(theme.colour(Hue::OnAccent), theme.colour(Hue::Accent)), 4.5);
    EXPECT_GE(contrast(theme.colour(Hue::OnLifeBar), theme.colour(Hue::LifeBar)), 4.5);
}

TEST_P(ThemeTest, SymbolsTakeTheTextColour)
{
    const QImage image = symbolIcon(QStringLiteral("pause")).pixmap(32, 32).toImage();
    int drawn = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).alpha() < 255)
                continue;
            ++drawn;
            EXPECT_EQ(image.pixelColor(x, y).rgb(), Theme::current().colour(Hue::Text).rgb());
        }
    }
    EXPECT_GT(drawn, 20);
    EXPECT_FALSE(applicationIcon().pixmap(64, 64).isNull());
}

INSTANTIATE_TEST_SUITE_P(Schemes, ThemeTest, testing::Values(Theme::Scheme::Light, Theme::Scheme::Dark));

TEST(Theme, MonospacedIsAsLargeAsItsNeighbour)
{
    QFont like = QApplication::font();
    like.setPointSizeF(16);
    const QFont mono = Theme::monospaced(like);
    EXPECT_DOUBLE_EQ(mono.pointSizeF(), 16);
    EXPECT_TRUE(QFontInfo(mono).fixedPitch());
}

TEST(ProcessLegend, GrowsWhereItIsNarrow)
{
    const ProcessLegend legend;
    EXPECT_GT(legend.heightForWidth(140), legend.heightForWidth(800));
}

} // namespace
} // namespace rumpscope::ui
