// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/elided_label.h"

#include <gtest/gtest.h>

#include <QFontMetrics>
#include <QStringList>

namespace rumpscope::ui {
namespace {

QString shownAt(ElidedLabel &label, const QString &upTo)
{
    label.resize(QFontMetrics(label.font()).horizontalAdvance(upTo) + 2, 20);
    return label.shownText();
}

TEST(ElidedLabel, LeavesWholeFactsOut)
{
    ElidedLabel label;
    const QString all = QStringLiteral("p50 43 µs · p99 190 µs · max 8.7 ms");
    label.setText(all);
    EXPECT_EQ(shownAt(label, all), all);
    EXPECT_EQ(shownAt(label, QStringLiteral("p50 43 µs · p99 190 µs · max 8")),
              QStringLiteral("p50 43 µs · p99 190 µs …"));
    EXPECT_EQ(shownAt(label, QStringLiteral("p50 43 µs · p99")), QStringLiteral("p50 43 µs …"));
}

TEST(ElidedLabel, CutsASingleFact)
{
    ElidedLabel label;
    label.setText(QStringLiteral("Nobody listens at unix:///tmp/kernel"));
    EXPECT_TRUE(shownAt(label, QStringLiteral("Nobody listens at")).endsWith(QStringLiteral("…")));
}

} // namespace
} // namespace rumpscope::ui
