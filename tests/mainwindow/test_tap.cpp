// SPDX-License-Identifier: GPL-3.0-or-later
// A tap opened by hand, a client that passes through it, and a program run under it.
#include "clientcore/abi/netbsd.h"
#include "clientcore/session/session.h"
#include "tests/mainwindow/opened_window.h"
#include "ui/panes/processes/process_view.h"
#include "ui/panes/tap/program_pane.h"
#include "ui/panes/tap/tap_dialog.h"
#include "ui/panes/trace/trace_view.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>

namespace rumpscope::ui::test {
namespace {

class ATapInTheWindow : public testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(m_opened.show());
        ASSERT_TRUE(m_opened.openKernel());
        press(m_opened.window.get(), QStringLiteral("Tap…"));
        ASSERT_TRUE(eventually([&] { return dialog() && dialog()->isVisible(); }));
        press(dialog(), QStringLiteral("Open the tap"));
        ASSERT_TRUE(eventually([&] { return !server().isEmpty(); }));
    }
    static void press(QWidget *in, const QString &text)
    {
        for (QPushButton *button : in->findChildren<QPushButton *>()) {
            if (button->text().remove(QLatin1Char('&')) == text && button->isVisible()) {
                QTest::mouseClick(button, Qt::LeftButton);
                return;
            }
        }
        ADD_FAILURE() << "no button " << text.toStdString();
    }
    [[nodiscard]] TapDialog *dialog() const { return m_opened.window->findChild<TapDialog *>(); }
    /// What the dialog tells programs to connect to; empty as long as no tap is open.
    [[nodiscard]] QString server() const
    {
        const QString variable = QStringLiteral("RUMP_SERVER=");
        for (const QLineEdit *edit : dialog()->findChildren<QLineEdit *>()) {
            if (edit->text().startsWith(variable))
                return edit->text().mid(variable.size());
        }
        return {};
    }
    [[nodiscard]] bool traceHas(const QString &process, const QString &call) const
    {
        const QAbstractItemModel *rows = m_opened.view<TraceView>().table()->model();
        for (int row = 0; row < rows->rowCount(); ++row) {
            if (rows->index(row, TraceModel::ProcessColumn).data().toString() == process &&
                rows->index(row, TraceModel::CallColumn).data().toString() == call)
                return true;
        }
        return false;
    }

    OpenedWindow m_opened;
};

TEST_F(ATapInTheWindow, ShowsWhatAClientSays)
{
    const auto url = transport::ServerUrl::parse(server().toStdString());
    session::SessionOptions options;
    options.commandName = "ftpd";
    auto client = session::Session::guest(url.value(), options);
    ASSERT_TRUE(client) << client.error().sentence();
    session::SyscallRequest getppid;
    getppid.number = abi::NB_SYS_getppid;
    ASSERT_TRUE((*client)->syscall(getppid));
    EXPECT_TRUE(eventually([&] { return traceHas(QStringLiteral("ftpd"), QStringLiteral("getppid()")); }));
    const auto *connections = dialog()->findChild<QTableView *>();
    ASSERT_TRUE(eventually([&] { return connections->model()->rowCount() == 1; }));
    EXPECT_EQ(connections->model()->index(0, 0).data().toString(), QStringLiteral("ftpd"));
    press(dialog(), QStringLiteral("Close"));
    EXPECT_TRUE(eventually([&] { return (*client)->state() == session::Session::State::Lost; }));
    EXPECT_TRUE(server().isEmpty());
}

TEST_F(ATapInTheWindow, RunsAProgramThatFindsIt)
{
    auto *pane = dialog()->program();
    QTest::keyClicks(pane->findChild<QLineEdit *>(), QStringLiteral("/usr/bin/env"));
    press(pane, QStringLiteral("Run"));
    const auto *output = pane->findChild<QPlainTextEdit *>();
    EXPECT_TRUE(eventually([&] {
        return output->toPlainText().contains(QStringLiteral("RUMP_SERVER=") + server() + QLatin1Char('\n'));
    }));
}

} // namespace
} // namespace rumpscope::ui::test
