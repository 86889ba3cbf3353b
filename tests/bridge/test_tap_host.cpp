// SPDX-License-Identifier: GPL-3.0-or-later
// Taps of the window between a guest and the practice kernel.
#include "clientcore/abi/netbsd.h"
#include "clientcore/session/session.h"
#include "tests/support/bridge/practice.h"
#include "ui/bridge/tap_host.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

namespace rumpscope::ui::test {
namespace {

class ATapHost : public testing::Test
{
protected:
    void SetUp() override { ASSERT_TRUE(m_practice.connect()); }
    [[nodiscard]] bool open()
    {
        m_host.open(TapHost::freeAddress(), m_practice.kernel.url());
        return eventually([&] { return m_host.taps().size() == 1 || !m_failed.empty(); }) && m_failed.empty();
    }
    /// A client of the tap, as any program would be.
    [[nodiscard]] std::unique_ptr<session::Session> client()
    {
        const auto url = transport::ServerUrl::parse(m_host.taps().front().url.toStdString());
        session::SessionOptions options;
        options.commandName = "tapped";
        auto guest = session::Session::guest(url.value(), options);
        return guest ? std::move(*guest) : nullptr;
    }

    Practice m_practice;
    TapHost m_host{m_practice.workbench->observer()};
    QSignalSpy m_failed{&m_host, &TapHost::failed};
};

TEST_F(ATapHost, ShowsItsClientsInTheTree)
{
    ASSERT_TRUE(open());
    const auto tapped = client();
    ASSERT_NE(tapped, nullptr);
    ASSERT_TRUE(eventually([&] {
        const lineage::Node *node = m_practice.node("tapped");
        return node && node->session && node->pid == tapped->pid();
    }));
    const auto clients = m_host.clients();
    ASSERT_EQ(clients.size(), 1U);
    EXPECT_EQ(clients[0].commandName, QStringLiteral("tapped"));
    EXPECT_EQ(clients[0].pid, tapped->pid());
    EXPECT_EQ(clients[0].hostPid, ::getpid());
    EXPECT_GT(clients[0].bytesToServer, 0U);
}

TEST_F(ATapHost, CutsOneConnection)
{
    ASSERT_TRUE(open());
    const auto first = client();
    const auto second = client();
    ASSERT_TRUE(first && second);
    ASSERT_TRUE(eventually([&] { return m_host.clients().size() == 2; }));
    m_host.cut(m_host.clients().front().session);
    ASSERT_TRUE(eventually([&] { return first->state() == session::Session::State::Lost; }));
    EXPECT_EQ(second->state(), session::Session::State::Connected);
    EXPECT_TRUE(eventually([&] { return m_host.clients().size() == 1; }));
}

TEST_F(ATapHost, ClosingOneEndsItsConnections)
{
    ASSERT_TRUE(open());
    const auto tapped = client();
    ASSERT_NE(tapped, nullptr);
    QSignalSpy changed(&m_host, &TapHost::changed);
    m_host.close(m_host.taps().front().id);
    EXPECT_EQ(changed.size(), 1);
    EXPECT_TRUE(m_host.taps().empty());
    EXPECT_TRUE(eventually([&] { return tapped->state() == session::Session::State::Lost; }));
}

TEST_F(ATapHost, SaysWhatIsWrongWithAnAddress)
{
    m_host.open(QStringLiteral("nonsense"), m_practice.kernel.url());
    m_host.open(TapHost::freeAddress(), QStringLiteral("unix://"));
    m_host.open(m_practice.kernel.url(), m_practice.kernel.url());
    ASSERT_TRUE(eventually([&] { return m_failed.size() == 3; }));
    for (const auto &failed : m_failed)
        EXPECT_FALSE(failed.at(0).toString().isEmpty());
    EXPECT_TRUE(m_host.taps().empty());
}

} // namespace
} // namespace rumpscope::ui::test
