// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/tap/tapped_client_model.h"

#include <QLocale>

#include <algorithm>

namespace rumpscope::ui {

namespace {

QString bytesText(quint64 bytes)
{
    return QLocale::c().formattedDataSize(static_cast<qint64>(bytes), 1);
}

QString pidText(const std::optional<qint32> &pid)
{
    return pid ? QString::number(*pid) : QStringLiteral("–");
}

QString text(const TappedClient &client, int column)
{
    switch (column) {
    case TappedClientModel::ProcessColumn:
        return client.commandName;
    case TappedClientModel::PidColumn:
        return pidText(client.pid);
    case TappedClientModel::HostPidColumn:
        return pidText(client.hostPid);
    case TappedClientModel::OpenColumn:
        return QString::number(client.openRequests);
    case TappedClientModel::InColumn:
        return bytesText(client.bytesToServer);
    case TappedClientModel::OutColumn:
        return bytesText(client.bytesToClient);
    case TappedClientModel::UnreadColumn:
        return client.unread == 0 ? QString() : bytesText(client.unread);
    default:
        return {};
    }
}

} // namespace

void TappedClientModel::setClients(const std::vector<TappedClient> &clients)
{
    const auto sameAs = [](event::SessionId id) {
        return [id](const TappedClient &client) { return client.session == id; };
    };
    for (int row = rowCount() - 1; row >= 0; --row) {
        const auto at = m_clients.begin() + row;
        if (std::any_of(clients.begin(), clients.end(), sameAs(at->session)))
            continue;
        beginRemoveRows({}, row, row);
        m_clients.erase(at);
        endRemoveRows();
    }
    for (const TappedClient &client : clients) {
        const auto known = std::find_if(m_clients.begin(), m_clients.end(), sameAs(client.session));
        if (known != m_clients.end()) {
            *known = client;
            continue;
        }
        beginInsertRows({}, rowCount(), rowCount());
        m_clients.push_back(client);
        endInsertRows();
    }
    if (!m_clients.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int TappedClientModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_clients.size());
}

int TappedClientModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TappedClientModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const TappedClient &client = m_clients[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(client, index.column());
    case Qt::TextAlignmentRole:
        return index.column() == ProcessColumn ? QVariant() : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    case SessionRole:
        return static_cast<quint32>(client.session);
    default:
        return {};
    }
}

QVariant TappedClientModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == ProcessColumn ? QVariant(Qt::AlignLeft | Qt::AlignVCenter)
                                        : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case PidColumn:
            return tr("The process in the kernel");
        case HostPidColumn:
            return tr("The process of this machine; known of clients on local sockets");
        case OpenColumn:
            return tr("Requests without an answer now");
        case UnreadColumn:
            return tr(
                "Answers that the client has not taken yet; kept for it, so that the kernel does not wait");
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case ProcessColumn:
        return tr("process");
    case PidColumn:
        return tr("pid");
    case HostPidColumn:
        return tr("host pid");
    case OpenColumn:
        return tr("open");
    case InColumn:
        return tr("to kernel");
    case OutColumn:
        return tr("to client");
    case UnreadColumn:
        return tr("unread");
    default:
        return {};
    }
}

} // namespace rumpscope::ui
