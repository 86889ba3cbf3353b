// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing that has words is cut off, in small windows and with large letters.
#include "tests/mainwindow/opened_window.h"
#include "ui/kit/call_edit.h"
#include "ui/kit/elided_label.h"
#include "ui/panes/address/state_chip.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QScreen>
#include <QSpinBox>

namespace rumpscope::ui::test {
namespace {

bool hasWords(const QWidget &widget)
{
    const auto *label = qobject_cast<const QLabel *>(&widget);
    const auto *button = qobject_cast<const QAbstractButton *>(&widget);
    return (label && !label->text().isEmpty()) || (button && !button->text().isEmpty()) ||
           qobject_cast<const QComboBox *>(&widget) || qobject_cast<const QSpinBox *>(&widget) ||
           qobject_cast<const ElidedLabel *>(&widget) || qobject_cast<const StateChip *>(&widget);
}

QString nameOf(const QWidget &widget)
{
    QString name = QString::fromLatin1(widget.metaObject()->className());
    name += QStringLiteral(" “%1” %2").arg(widget.property("text").toString(), widget.accessibleName());
    for (const QWidget *at = widget.parentWidget(); at; at = at->parentWidget())
        name += QStringLiteral(" < ") + QString::fromLatin1(at->metaObject()->className());
    return name;
}

/// What is smaller than it has to be, or outside of what holds it.
QStringList cutOff(const QWidget &window)
{
    QStringList found;
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        if (!widget->isVisible() || !hasWords(*widget))
            continue;
        const QSize least = widget->minimumSizeHint();
        const QRect place(widget->mapTo(&window, QPoint()), widget->size());
        if (widget->width() < least.width() || widget->height() < widget->fontMetrics().height() ||
            !window.rect().contains(place))
            found.push_back(QStringLiteral("%1: %2x%3 at %4,%5, needs %6x%7")
                                .arg(nameOf(*widget))
                                .arg(widget->width())
                                .arg(widget->height())
                                .arg(place.x())
                                .arg(place.y())
                                .arg(least.width())
                                .arg(least.height()));
    }
    return found;
}

struct Case
{
    const char *name;
    QSize size;
    double points; ///< 0: as it comes
};

class Layout : public testing::TestWithParam<Case>
{
protected:
    Layout()
    {
        if (GetParam().points > 0) {
            QFont large = m_font;
            large.setPointSizeF(GetParam().points);
            QApplication::setFont(large);
        }
    }
    ~Layout() override { QApplication::setFont(m_font); }

    void expectNothingCutOff(const OpenedWindow &opened)
    {
        QStringList found;
        EXPECT_TRUE(eventually([&] {
            found = cutOff(*opened.window);
            return found.isEmpty();
        })) << found.join('\n').toStdString();
        // Letters that do not fit make the window larger.
        const QSize size = opened.window->size();
        if (GetParam().points > 0)
            EXPECT_EQ(size, size.expandedTo(GetParam().size));
        else
            EXPECT_EQ(size, GetParam().size);
    }

    const QFont m_font = QApplication::font();
};

TEST_P(Layout, CutsNothingOffWhileNothingIsConnected)
{
    OpenedWindow opened;
    ASSERT_TRUE(opened.show(GetParam().size));
    expectNothingCutOff(opened);
}

TEST(FirstWindow, IsNoTallerThanTheScreen)
{
    const OpenedWindow opened;
    EXPECT_LE(opened.window->height(), opened.window->screen()->availableSize().height());
}

TEST_P(Layout, LeavesRoomToTypeACall)
{
    OpenedWindow opened;
    ASSERT_TRUE(opened.show(GetParam().size));
    ASSERT_TRUE(opened.openKernel());
    const auto *edit = opened.window->findChild<CallEdit *>();
    EXPECT_TRUE(eventually([&] {
        return edit->width() >= edit->fontMetrics().horizontalAdvance(QStringLiteral("getppid()"));
    })) << edit->width();
}

TEST_P(Layout, CutsNothingOffWhileALoadRuns)
{
    OpenedWindow opened;
    ASSERT_TRUE(opened.show(GetParam().size));
    ASSERT_TRUE(opened.openKernel());
    Workbench &bench = opened.window->scope().workbench;
    bench.startLoad(*bench.primary(), {QStringLiteral("getpid()"), 200, std::chrono::seconds(60)});
    ASSERT_TRUE(eventually([&] { return bench.latencySummary().count > 100; }));
    expectNothingCutOff(opened);
}

TEST_P(Layout, CutsNothingOffWhileTheKernelIsAway)
{
    OpenedWindow opened;
    ASSERT_TRUE(opened.show(GetParam().size));
    ASSERT_TRUE(opened.openKernel());
    ASSERT_TRUE(opened.chooseOfKernelMenu(QStringLiteral("Kill")));
    ASSERT_TRUE(opened.waitForWord(QStringLiteral("lost, retrying")));
    expectNothingCutOff(opened);
}

INSTANTIATE_TEST_SUITE_P(Sizes, Layout,
                         testing::Values(Case{"Usual", {1440, 900}, 0}, Case{"Small", {900, 600}, 0},
                                         Case{"SmallWithLargeLetters", {900, 600}, 16},
                                         Case{"LargeLetters", {1440, 900}, 16}),
                         [](const auto &one) { return one.param.name; });

} // namespace
} // namespace rumpscope::ui::test
