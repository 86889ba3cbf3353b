// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/program/program.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QImage>
#include <QSet>

namespace rumpscope::ui::test {
namespace {

constexpr int kVisit = 55'000; ///< milliseconds

TEST(Snapshot, PaintsARealVisitWithoutADisplay)
{
    Program program;
    const QString file = program.directory() + QStringLiteral("/window.png");
    program.start({QStringLiteral("--snapshot"), file, QStringLiteral("--scheme"), QStringLiteral("light")});
    EXPECT_EQ(program.finish(kVisit), 0) << program.errors().toStdString();
    const QImage picture(file);
    ASSERT_EQ(picture.size(), QSize(1600, 1000));
    QSet<QRgb> colours;
    for (int y = 0; y < picture.height(); y += 10) {
        for (int x = 0; x < picture.width(); x += 10)
            colours.insert(picture.pixel(x, y));
    }
    EXPECT_GT(colours.size(), 20) << "it shows something";
    EXPECT_TRUE(program.runtimeEntries().isEmpty()) << "the kernel is gone with its socket";
    EXPECT_FALSE(QFile::exists(program.directory() + QStringLiteral("/config/rumpscope")))
        << "nothing is remembered of it";
}

TEST(Snapshot, EndedByASignalLeavesNeitherPictureNorKernel)
{
    Program program;
    const QString file = program.directory() + QStringLiteral("/window.png");
    program.start({QStringLiteral("--snapshot"), file});
    std::vector<int> kernels;
    ASSERT_TRUE(eventually([&] {
        kernels = childProcesses(static_cast<int>(program.process.processId()));
        return !kernels.empty() && !program.runtimeEntries().isEmpty();
    }));
    program.process.terminate();
    EXPECT_EQ(program.finish(), 1);
    EXPECT_FALSE(QFile::exists(file));
    EXPECT_TRUE(program.runtimeEntries().isEmpty());
    EXPECT_FALSE(QFile::exists(QStringLiteral("/proc/%1").arg(kernels.front())));
}

} // namespace
} // namespace rumpscope::ui::test
