// SPDX-License-Identifier: GPL-3.0-or-later
#include "clientcore/abi/netbsd.h"
#include "clientcore/trace/store/store.h"
#include "tests/support/trace/events.h"
#include "ui/kit/record_text.h"

#include <gtest/gtest.h>

namespace rumpscope::ui::test {
namespace {

using rumpscope::test::cookie;
using rumpscope::test::Peer;
using Kind = event::ConnectionEvent::Kind;

/// A store that hears of one session.
class RecordTexts : public testing::Test
{
protected:
    template<class... Events>
    const trace::CallRecord &after(Events &&...events)
    {
        m_store.begin();
        (m_store.add(std::forward<Events>(events)), ...);
        static_cast<void>(m_store.commit());
        return m_store.at(m_store.size() - 1);
    }
    event::FrameRecord request(const std::function<void(wire::FrameWriter &)> &build)
    {
        return m_peer.toServer(1, build);
    }

    trace::Store m_store;
    Peer m_peer;
};

TEST_F(RecordTexts, OfARunningCall)
{
    const RecordText text = textOf(after(m_peer.call(1, 1, abi::NB_SYS_close, {5})));
    EXPECT_EQ(text.call, QStringLiteral("close(5)"));
    EXPECT_EQ(text.result, QStringLiteral("running"));
    EXPECT_FALSE(text.failed);
}

TEST_F(RecordTexts, OfAnsweredCalls)
{
    const RecordText good = textOf(after(m_peer.call(1, 1, abi::NB_SYS_dup, {5}), m_peer.answer(2, 1, 6)));
    EXPECT_EQ(good.result, QStringLiteral("= 6"));
    EXPECT_FALSE(good.failed);
    const RecordText bad =
        textOf(after(m_peer.call(3, 2, abi::NB_SYS_close, {5}), m_peer.answer(4, 2, 0, abi::NB_EBADF)));
    EXPECT_TRUE(bad.result.startsWith(QStringLiteral("-1 EBADF"))) << bad.result.toStdString();
    EXPECT_TRUE(bad.failed);
}

TEST_F(RecordTexts, OfLostAndRefusedCalls)
{
    const RecordText lost =
        textOf(after(m_peer.call(1, 1, abi::NB_SYS_close, {5}), m_peer.turn(2, Kind::Lost)));
    EXPECT_EQ(lost.result, QStringLiteral("answer lost"));
    EXPECT_TRUE(lost.failed);
    m_peer.generation = event::Generation{2};
    const RecordText refused = textOf(after(
        m_peer.established(3, 8, "shell"), request([](wire::FrameWriter &writer) { writer.prefork(7); }),
        m_peer.fromServer(4, [](wire::FrameWriter &writer) {
            writer.error(7, wire::FrameType::Handshake, wire::ErrorCode::TryAgain);
        })));
    EXPECT_TRUE(refused.result.startsWith(QStringLiteral("refused: "))) << refused.result.toStdString();
    EXPECT_TRUE(refused.failed);
}

TEST_F(RecordTexts, OfCallsThatNoCatalogKnows)
{
    const RecordText text = textOf(after(m_peer.call(1, 1, 4711, {1, 2})));
    EXPECT_TRUE(text.call.contains(QStringLiteral("4711"))) << text.call.toStdString();
}

TEST_F(RecordTexts, OfCookiesAreShort)
{
    EXPECT_EQ(textOf(cookie(0xab)), QStringLiteral("abababab…"));
}

TEST_F(RecordTexts, OfFrames)
{
    const auto &record = after(m_peer.call(1, 9, abi::NB_SYS_close, {5}));
    EXPECT_EQ(textOf(record.frames.front()), QStringLiteral("→ REQ SYSCALL  · request 9 · 32 bytes"));
    const auto asks = m_peer.fromServer(2, [](wire::FrameWriter &writer) {
        writer.copyIn(3, {4096, 0x10000000});
    });
    EXPECT_TRUE(textOf(asks).startsWith(QStringLiteral("← REQ COPYIN  4096 byte(s) at 0x10000000")))
        << textOf(asks).toStdString();
}

} // namespace
} // namespace rumpscope::ui::test
