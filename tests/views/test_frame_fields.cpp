// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/fake_models.h"
#include "ui/views/frame_fields.h"

#include <gtest/gtest.h>

namespace rumpscope::ui {
namespace {

using test::makeFrame;
using wire::FrameClass;
using wire::FrameType;

QByteArray number(quint64 value)
{
    return QByteArray(reinterpret_cast<const char *>(&value), sizeof value);
}

QString textOf(const QList<FrameField> &fields, const QString &name)
{
    for (const FrameField &field : fields) {
        if (field.name == name)
            return field.text;
    }
    return QStringLiteral("(no such field)");
}

TEST(FrameFields, ACallNamesItsArguments)
{
    const QByteArray frame =
        makeFrame(FrameClass::Request, FrameType::Syscall, 3, number(3) + number(0x1000) + number(89));
    const auto fields = fieldsOf(frame);
    EXPECT_EQ(textOf(fields, QStringLiteral("word (u32)")), QStringLiteral("3 read"));
    EXPECT_EQ(textOf(fields, QStringLiteral("fd")), QStringLiteral("3"));
    EXPECT_EQ(fields.last().offset, 40);
    EXPECT_EQ(fields.last().length, 8);
    EXPECT_EQ(titleOf(frame), QStringLiteral("SYSCALL REQ client → server, 48 bytes"));
}

TEST(FrameFields, CopyoutComesFromTheServer)
{
    const QByteArray frame = makeFrame(FrameClass::Request, FrameType::CopyOut, 0,
                                       number(4) + number(0x10000040) + QByteArray("a\n\0\xff", 4));
    const auto fields = fieldsOf(frame);
    EXPECT_EQ(textOf(fields, QStringLiteral("address")), QStringLiteral("0x10000040"));
    EXPECT_EQ(textOf(fields, QStringLiteral("data")), QStringLiteral("\"a\\n\\x00\\xff\""));
    EXPECT_TRUE(titleOf(frame).contains(QStringLiteral("server → client")));
}

TEST(FrameFields, AnAnswerSpellsItsErrno)
{
    const auto fields = fieldsOf(makeFrame(FrameClass::Response, FrameType::Syscall, 0,
                                           QByteArray("\2\0\0\0pppp", 8) + number(quint64(-1)) + number(0)));
    EXPECT_TRUE(textOf(fields, QStringLiteral("error")).startsWith(QStringLiteral("2 ENOENT")));
    EXPECT_EQ(textOf(fields, QStringLiteral("first value")), QStringLiteral("-1"));
}

TEST(FrameFields, EveryPrefixOfAnyFrameIsTakenApart)
{
    for (quint16 type = 0; type < 12; ++type) {
        for (quint16 frameClass = 0; frameClass < 4; ++frameClass) {
            const QByteArray whole =
                makeFrame(static_cast<FrameClass>(frameClass), static_cast<FrameType>(type), 0xffffffff,
                          QByteArray(50, '\xee'));
            for (qsizetype size = 0; size <= whole.size(); ++size) {
                int next = 0;
                for (const FrameField &field : fieldsOf(whole.left(size))) {
                    if (field.length == 0)
                        continue;
                    EXPECT_EQ(field.offset, next);
                    next = field.offset + field.length;
                }
                EXPECT_EQ(next, size) << "every byte belongs to a field";
                EXPECT_FALSE(titleOf(whole.left(size)).isEmpty());
            }
        }
    }
}

} // namespace
} // namespace rumpscope::ui
