// SPDX-License-Identifier: GPL-3.0-or-later
// The process tree's rows and cells.
#include "ui/kit/heading.h"
#include "ui/kit/process_item.h"

namespace rumpscope::ui {

using lineage::Node;
using lineage::NodeId;

QModelIndex ProcessModel::indexOf(const Item &item) const
{
    if (&item == m_root.get())
        return {};
    const int row = static_cast<int>(item.parent->place(item) - item.parent->children.begin());
    return createIndex(row, 0, &item);
}

bool ProcessModel::isOurs(const Node &node) const
{
    return node.session && m_workbench.isOurs(*node.session) && node.state != Node::State::Ended;
}

QModelIndex ProcessModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const Item &item = parent.isValid() ? *static_cast<Item *>(parent.internalPointer()) : *m_root;
    return createIndex(row, column, item.children[static_cast<std::size_t>(row)]);
}

QModelIndex ProcessModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexOf(*static_cast<Item *>(child.internalPointer())->parent) : QModelIndex();
}

int ProcessModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return 0;
    const Item &item = parent.isValid() ? *static_cast<Item *>(parent.internalPointer()) : *m_root;
    return static_cast<int>(item.children.size());
}

int ProcessModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant ProcessModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto &nodes = m_workbench.processes().nodes();
    const Item &item = *static_cast<Item *>(index.internalPointer());
    const auto found = nodes.find(item.node);
    if (found == nodes.end())
        return {};
    const Node &node = found->second;
    const auto now = [this] { return m_workbench.now(); };
    switch (role) {
    case NodeRole:
        return static_cast<quint32>(node.id);
    case SessionRole:
        return isOurs(node) ? QVariant::fromValue(static_cast<quint32>(*node.session)) : QVariant();
    case StateRole:
        return static_cast<int>(node.state);
    case EndedRole:
        return node.state == Node::State::Ended;
    case ObserverRole:
        return node.observer;
    case ExecedRole:
        return node.execed;
    case SymbolRole:
        return processSymbol(node);
    case SecondaryRole:
        return processSecondary(node, now());
    case BelowRole:
        return item.below;
    case BlockedRole:
        return !node.underWay.empty() &&
               now() - node.underWay.front().since >= std::chrono::milliseconds(kBlocked);
    case CookieRole:
        return node.cookie && node.state == Node::State::Prepared
                   ? QVariant(QByteArray(reinterpret_cast<const char *>(node.cookie->data()),
                                         static_cast<qsizetype>(node.cookie->size())))
                   : QVariant();
    case Qt::ToolTipRole:
        return processToolTip(node, now());
    case Qt::DisplayRole:
        return cell(node, index.column());
    default:
        return {};
    }
}

QVariant ProcessModel::cell(const Node &node, int column) const
{
    switch (column) {
    case NameColumn:
        return processName(node);
    case PidColumn:
        return node.pid ? QVariant(*node.pid) : QVariant();
    case CallsColumn:
        return QVariant::fromValue<quint64>(node.calls);
    case RateColumn:
        return node.rate;
    case StateColumn:
        return processState(node);
    default:
        return {};
    }
}

QVariant ProcessModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return heading({tr("process"), tr("pid"), tr("calls"), tr("calls/s"), tr("state")}, section, orientation,
                   role);
}

QModelIndex ProcessModel::indexOfNode(quint32 node) const
{
    const Item *item = find(NodeId{node});
    return item && isVisible(*item) ? indexOf(*item) : QModelIndex();
}

QModelIndex ProcessModel::indexOfSession(SessionId session) const
{
    const lineage::Node *node = m_workbench.processes().findSession(session);
    return node ? indexOfNode(static_cast<quint32>(node->id)) : QModelIndex();
}

int ProcessModel::aliveCount() const
{
    return m_alive;
}

bool ProcessModel::showEnded() const
{
    return m_showEnded;
}

} // namespace rumpscope::ui
