// SPDX-License-Identifier: GPL-3.0-or-later
// Calls copied for other programs, made by the practice kernel.
#include "clientcore/call/expression.h"
#include "tests/support/bridge/practice.h"
#include "ui/kit/record_copy.h"

#include <gtest/gtest.h>

#include <QJsonDocument>
#include <QJsonObject>

namespace rumpscope::ui::test {
namespace {

class ACopiedCall : public testing::Test
{
protected:
    void SetUp() override { ASSERT_TRUE(m_practice.connect()); }
    /// The record of a call that has been answered.
    [[nodiscard]] const trace::CallRecord &made(const char *expression)
    {
        const CallOutcome outcome = m_practice.call(QString::fromUtf8(expression));
        const trace::Store &store = m_practice.workbench->store();
        const trace::CallRecord *found = nullptr;
        EXPECT_TRUE(eventually([&] {
            for (std::size_t i = store.size(); i-- > 0 && !found;) {
                const trace::CallRecord &record = store.at(i);
                if (record.reqno == outcome.reqno && record.session == outcome.session &&
                    record.outcome == trace::CallRecord::Outcome::Answered)
                    found = &record;
            }
            return found != nullptr;
        }));
        return *found;
    }
    [[nodiscard]] QString copied(const char *expression, CopyForm form)
    {
        return copyOf(made(expression), form, QStringLiteral("unix:///it's"));
    }

    Practice m_practice;
};

TEST_F(ACopiedCall, CanBeTypedAgain)
{
    const QString text = copied("open(\"/no'where\", O_RDWR|O_CREAT, 0644)", CopyForm::Expression);
    EXPECT_EQ(text, QStringLiteral("open(\"/no'where\", O_RDWR|O_CREAT, 0644)"));
    const std::string longPath = "open(\"/" + std::string(200, 'x') + "\", O_RDONLY)";
    EXPECT_EQ(copied(longPath.c_str(), CopyForm::Expression).toStdString(), longPath) << "nothing is cut";
    EXPECT_TRUE(call::parse(longPath));
}

TEST_F(ACopiedCall, IsACommandForAShell)
{
    EXPECT_EQ(copied("open(\"/no'where\", O_RDONLY)", CopyForm::Command),
              QStringLiteral("rumpscope-cli call 'unix:///it'\\''s' 'open(\"/no'\\''where\", O_RDONLY)'"));
}

TEST_F(ACopiedCall, IsC)
{
    EXPECT_EQ(copied("getppid()", CopyForm::C), QStringLiteral("rump_sys_getppid();"));
    EXPECT_EQ(copied("open(\"/nowhere\", O_RDWR)", CopyForm::C),
              QStringLiteral("rump_sys_open(\"/nowhere\", 2 /* O_RDWR */, 0);"));
    EXPECT_EQ(copied("pipe()", CopyForm::C),
              QStringLiteral("{\n    int descriptors[2];\n    rump_sys_pipe(descriptors);\n}"));
    EXPECT_EQ(copied("read(99, 16)", CopyForm::C),
              QStringLiteral("{\n    unsigned char buf[16];\n    rump_sys_read(99, (void *)buf, 16);\n}"));
}

TEST_F(ACopiedCall, IsJson)
{
    const auto json = QJsonDocument::fromJson(copied("close(99)", CopyForm::Json).toUtf8()).object();
    EXPECT_EQ(json.value(QStringLiteral("call")).toString(), QStringLiteral("close(99)"));
    EXPECT_EQ(json.value(QStringLiteral("errno")).toInt(), 9);
    EXPECT_EQ(json.value(QStringLiteral("process")).toString(), QStringLiteral("shell"));
    EXPECT_GT(json.value(QStringLiteral("latency_ns")).toDouble(), 0);
}

TEST_F(ACopiedCall, IsBytes)
{
    const QStringList lines = copied("getppid()", CopyForm::Hex).split(QLatin1Char('\n'));
    ASSERT_GE(lines.size(), 6);
    EXPECT_TRUE(lines[0].startsWith(QStringLiteral("# → REQ SYSCALL")));
    EXPECT_TRUE(lines[1].startsWith(QStringLiteral("0000  18 00 00 00")));
}

TEST_F(ACopiedCall, IsNothingWhereItIsNoCall)
{
    const trace::CallRecord &guest = m_practice.workbench->store().at(0);
    trace::CallRecord lifecycle = guest;
    lifecycle.kind = trace::CallRecord::Kind::Prefork;
    EXPECT_TRUE(copyOf(lifecycle, CopyForm::C, {}).isEmpty());
    EXPECT_TRUE(copyOf(lifecycle, CopyForm::Command, {}).isEmpty());
    EXPECT_FALSE(copyOf(lifecycle, CopyForm::Json, {}).isEmpty());
}

} // namespace
} // namespace rumpscope::ui::test
