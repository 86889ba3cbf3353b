// SPDX-License-Identifier: GPL-3.0-or-later
// What the menu of a process does to it.
#include "tests/mainwindow/opened_window.h"
#include "ui/panes/processes/process_view.h"

#include <QMenu>

#include <algorithm>

namespace rumpscope::ui::test {
namespace {

using State = lineage::Node::State;

class AProcess : public testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(m_opened.show());
        ASSERT_TRUE(m_opened.openKernel());
    }
    [[nodiscard]] Workbench &workbench() const { return m_opened.window->scope().workbench; }
    [[nodiscard]] std::optional<quint32> nodeThat(State state) const
    {
        for (const auto &[id, node] : workbench().processes().nodes()) {
            if (node.state == state && (state != State::Guest || node.session == workbench().primary()))
                return static_cast<quint32>(id);
        }
        return std::nullopt;
    }
    [[nodiscard]] bool select(State state)
    {
        return eventually([&] {
            const auto node = nodeThat(state);
            if (node)
                m_opened.window->scope().selection.setProcess(*node);
            return node.has_value();
        });
    }
    /// The entry with this text of the menu as it opens; null where it has none.
    [[nodiscard]] QAction *entry(const QString &text) const
    {
        QMenu *menu = m_opened.view<ProcessView>().menu();
        emit menu->aboutToShow();
        const auto actions = menu->actions();
        const auto found = std::find_if(actions.begin(), actions.end(), [&](const QAction *action) {
            return action->text().remove(QLatin1Char('&')) == text;
        });
        return found == actions.end() ? nullptr : *found;
    }
    [[nodiscard]] bool choose(const QString &text) const
    {
        QAction *action = entry(text);
        if (action)
            action->trigger();
        return action != nullptr;
    }

    OpenedWindow m_opened;
};

TEST_F(AProcess, OfOursCanBeForkedAndCut)
{
    ASSERT_TRUE(select(State::Guest));
    EXPECT_FALSE(entry(QStringLiteral("Claim the prepared child")));
    ASSERT_TRUE(choose(QStringLiteral("Fork")));
    EXPECT_TRUE(eventually([&] { return nodeThat(State::Forked).has_value(); }));
    ASSERT_TRUE(choose(QStringLiteral("Cut the connection")));
    EXPECT_TRUE(m_opened.waitForLife(2));
}

TEST_F(AProcess, PreparedCanBeClaimed)
{
    ASSERT_TRUE(select(State::Guest));
    ASSERT_TRUE(choose(QStringLiteral("Prepare a child")));
    ASSERT_TRUE(select(State::Prepared));
    EXPECT_FALSE(entry(QStringLiteral("Fork")));
    ASSERT_TRUE(choose(QStringLiteral("Claim the prepared child")));
    EXPECT_TRUE(eventually([&] { return nodeThat(State::Forked).has_value(); }));
}

TEST_F(AProcess, OfTheKernelOnlyAllowsANewGuest)
{
    ASSERT_TRUE(select(State::KernelOnly));
    EXPECT_FALSE(entry(QStringLiteral("Close")));
    EXPECT_TRUE(entry(QStringLiteral("New guest…")));
    EXPECT_EQ(m_opened.window->scope().commands.run(QStringLiteral("process.fork")),
              QStringLiteral("Select a living process of rumpscope's own first."));
}

TEST_F(AProcess, WithALoadCanBeRelievedOfIt)
{
    ASSERT_TRUE(select(State::Guest));
    EXPECT_FALSE(entry(QStringLiteral("Stop the load")));
    const SessionId shell = *workbench().primary();
    workbench().startLoad(shell, {QStringLiteral("getpid()"), 100, std::chrono::seconds(60)});
    ASSERT_TRUE(workbench().loadRuns(shell));
    EXPECT_FALSE(entry(QStringLiteral("Start a load…")));
    ASSERT_TRUE(choose(QStringLiteral("Stop the load")));
    EXPECT_TRUE(eventually([&] { return !workbench().loadRuns(shell); }));
}

} // namespace
} // namespace rumpscope::ui::test
