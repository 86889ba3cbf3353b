// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/tap/tapped_client_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

namespace rumpscope::ui {
namespace {

using Model = TappedClientModel;

TappedClient clientOf(quint32 session, const QString &name, std::optional<qint32> pid = {})
{
    TappedClient client;
    client.session = event::SessionId{session};
    client.commandName = name;
    client.pid = pid;
    return client;
}

class ATappedClientModel : public testing::Test
{
protected:
    /// "name pid", a row a line.
    [[nodiscard]] QString flat() const
    {
        QStringList rows;
        for (int row = 0; row < m_model.rowCount(); ++row)
            rows << cell(row, Model::ProcessColumn) + QLatin1Char(' ') + cell(row, Model::PidColumn);
        return rows.join(QLatin1Char('\n'));
    }
    [[nodiscard]] QString cell(int row, int column) const
    {
        return m_model.index(row, column).data().toString();
    }

    Model m_model;
    QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(ATappedClientModel, HasARowForEachConnection)
{
    m_model.setClients({clientOf(1, QStringLiteral("ftpd")), clientOf(2, QStringLiteral("ls"), 7)});
    EXPECT_EQ(flat(), QStringLiteral("ftpd –\nls 7"));
    EXPECT_EQ(m_model.index(1, 0).data(Model::SessionRole).toUInt(), 2U);
}

TEST_F(ATappedClientModel, KeepsRowsOfConnectionsThatLive)
{
    m_model.setClients({clientOf(1, QStringLiteral("a")), clientOf(2, QStringLiteral("b"))});
    const QPersistentModelIndex second = m_model.index(1, 0);
    QSignalSpy reset(&m_model, &QAbstractItemModel::modelReset);
    m_model.setClients({clientOf(3, QStringLiteral("c")), clientOf(2, QStringLiteral("b"), 5)});
    EXPECT_EQ(flat(), QStringLiteral("b 5\nc –"));
    EXPECT_EQ(second.row(), 0);
    EXPECT_EQ(reset.size(), 0);
    m_model.setClients({});
    EXPECT_EQ(m_model.rowCount(), 0);
}

TEST_F(ATappedClientModel, ShowsWhatPassesAndWhatIsLeftUnread)
{
    TappedClient busy = clientOf(1, QStringLiteral("a"));
    busy.hostPid = 4711;
    busy.openRequests = 3;
    busy.bytesToServer = 2048;
    busy.bytesToClient = 12;
    m_model.setClients({busy});
    EXPECT_EQ(cell(0, Model::HostPidColumn), QStringLiteral("4711"));
    EXPECT_EQ(cell(0, Model::OpenColumn), QStringLiteral("3"));
    EXPECT_EQ(cell(0, Model::InColumn), QStringLiteral("2.0 KiB"));
    EXPECT_EQ(cell(0, Model::OutColumn), QStringLiteral("12 bytes"));
    EXPECT_EQ(cell(0, Model::UnreadColumn), QString()) << "nothing to worry about";
    busy.unread = 4096;
    m_model.setClients({busy});
    EXPECT_EQ(cell(0, Model::UnreadColumn), QStringLiteral("4.0 KiB"));
}

} // namespace
} // namespace rumpscope::ui
