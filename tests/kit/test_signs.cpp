// SPDX-License-Identifier: GPL-3.0-or-later
// Signs in texts are there on a machine that has just the font our packages bring; else people see a box.
#include <gtest/gtest.h>

#include <QDirIterator>
#include <QFile>
#include <QFont>
#include <QRawFont>

namespace {

TEST(Signs, AreInTheFont)
{
    const QRawFont font = QRawFont::fromFont(QFont(QStringLiteral("DejaVu Sans")));
    ASSERT_EQ(font.familyName(), QStringLiteral("DejaVu Sans"));
    QSet<char32_t> seen;
    QDirIterator sources(QStringLiteral(RUMPSCOPE_SOURCE "/ui"), {QStringLiteral("*.cpp")}, QDir::Files,
                         QDirIterator::Subdirectories);
    while (sources.hasNext()) {
        QFile file(sources.next());
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        for (const char32_t sign : QString::fromUtf8(file.readAll()).toUcs4()) {
            if (sign < 0x80)
                continue;
            seen.insert(sign);
            EXPECT_TRUE(font.supportsCharacter(sign))
                << QString::fromUcs4(&sign, 1).toStdString() << " in " << file.fileName().toStdString();
        }
    }
    EXPECT_GT(seen.size(), 10) << "looked for in the wrong place";
}

} // namespace
