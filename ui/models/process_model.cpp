// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/process_model.h"

#include <QLocale>

#include <algorithm>
#include <unordered_map>

namespace rumpscope::ui {

namespace {

using lineage::Node;
using lineage::NodeId;

QString symbolOf(const Node &node)
{
    const QString exec = node.execed ? QStringLiteral("⟳") : QString();
    switch (node.state) {
    case Node::State::Guest:
        return QStringLiteral("●") + exec;
    case Node::State::Forked:
        return QStringLiteral("↳") + exec;
    case Node::State::Prepared:
        return QStringLiteral("◌");
    case Node::State::KernelOnly:
        return QStringLiteral("○");
    case Node::State::Ended:
        return QStringLiteral("✝");
    }
    return {};
}

QString stateText(const Node &node)
{
    switch (node.state) {
    case Node::State::Guest:
        return node.execed ? ProcessModel::tr("guest, exec") : ProcessModel::tr("guest");
    case Node::State::Forked:
        return node.execed ? ProcessModel::tr("forked, exec") : ProcessModel::tr("forked");
    case Node::State::Prepared:
        return ProcessModel::tr("prepared");
    case Node::State::KernelOnly:
        return ProcessModel::tr("kernel only");
    case Node::State::Ended:
        return ProcessModel::tr("ended");
    }
    return {};
}

QString secondaryText(const Node &node)
{
    if (node.state == Node::State::Ended)
        return QString::fromStdString(node.ending);
    if (node.observer)
        return ProcessModel::tr("observer");
    if (node.state == Node::State::Prepared)
        return ProcessModel::tr("prepared");
    if (node.state == Node::State::KernelOnly)
        return {};
    QString text =
        node.calls == 0 ? QString() : ProcessModel::tr("%n call(s)", nullptr, static_cast<int>(node.calls));
    if (node.rate >= 1)
        text += ProcessModel::tr(" · %1/s").arg(QLocale::c().toString(node.rate, 'f', 0));
    return text;
}

QString nameText(const Node &node)
{
    return node.comm.empty() ? ProcessModel::tr("child") : QString::fromStdString(node.comm);
}

QString toolTip(const Node &node)
{
    QStringList lines{ProcessModel::tr("%1 — %2").arg(nameText(node), stateText(node))};
    if (!node.formerNames.empty()) {
        QStringList names;
        for (const std::string &name : node.formerNames)
            names.push_back(QString::fromStdString(name));
        lines.push_back(ProcessModel::tr("before its exec: %1").arg(names.join(QStringLiteral(" → "))));
    }
    if (node.session && static_cast<unsigned>(node.generation) > 1)
        lines.push_back(
            ProcessModel::tr("life %1 of its session").arg(static_cast<unsigned>(node.generation)));
    if (node.running > 0)
        lines.push_back(ProcessModel::tr("%n call(s) running", nullptr, static_cast<int>(node.running)));
    if (node.errors > 0)
        lines.push_back(ProcessModel::tr("%n call(s) failed", nullptr, static_cast<int>(node.errors)));
    return lines.join(QLatin1Char('\n'));
}

} // namespace

struct ProcessModel::Item
{
    NodeId node{};
    Item *parent = nullptr;
    int row = 0;
    std::vector<std::unique_ptr<Item>> children; ///< by node id: in order of birth
    QString shown;                               ///< everything a row says, to see changes
};

ProcessModel::ProcessModel(Workbench &workbench, QObject *parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Item>())
    , m_workbench(workbench)
{
    connect(&workbench, &Workbench::processesChanged, this, &ProcessModel::refresh);
    refresh();
}

ProcessModel::~ProcessModel() = default;

namespace {

QString everything(const Node &node, bool ours)
{
    return QStringLiteral("%1|%2|%3|%4|%5|%6")
        .arg(symbolOf(node), nameText(node), secondaryText(node), toolTip(node),
             node.pid ? QString::number(*node.pid) : QString(), QString::number(ours));
}

} // namespace

/// Children of each node that are to be shown, by node id. Ended ones stay where something living is below.
ProcessModel::Wanted ProcessModel::wanted() const
{
    const auto &nodes = m_workbench.processes().nodes();
    Wanted children;
    std::set<NodeId> kept;
    for (const auto &[id, node] : nodes) {
        if (!m_showEnded && node.state == Node::State::Ended)
            continue;
        std::optional<NodeId> at = id;
        while (at && kept.insert(*at).second) {
            const auto found = nodes.find(*at);
            at = found == nodes.end() ? std::nullopt : found->second.parent;
        }
    }
    for (const NodeId id : kept) {
        const auto found = nodes.find(id);
        if (found == nodes.end())
            continue;
        const auto parent = found->second.parent;
        children[parent && nodes.contains(*parent) ? parent : std::nullopt].push_back(id);
    }
    return children;
}

void ProcessModel::refresh()
{
    const Wanted children = wanted();
    // First everything that goes or moves, then what comes: an item is never in two places.
    remove(*m_root, {}, children);
    insert(*m_root, {}, children);
    int alive = 0;
    for (const auto &[id, node] : m_workbench.processes().nodes())
        alive += node.state != Node::State::Ended && !node.observer && node.pid.value_or(1) != 0 ? 1 : 0;
    if (alive != m_alive) {
        m_alive = alive;
        emit aliveCountChanged(alive);
    }
}

void ProcessModel::renumber(Item &item)
{
    for (std::size_t i = 0; i < item.children.size(); ++i)
        item.children[i]->row = static_cast<int>(i);
}

QModelIndex ProcessModel::indexOf(const Item &item) const
{
    return &item == m_root.get() ? QModelIndex() : createIndex(item.row, 0, &item);
}

void ProcessModel::remove(Item &item, std::optional<NodeId> id, const Wanted &children)
{
    static const std::vector<NodeId> kNone;
    const auto found = children.find(id);
    const std::vector<NodeId> &keep = found == children.end() ? kNone : found->second;
    for (std::size_t i = item.children.size(); i-- > 0;) {
        Item &child = *item.children[i];
        if (std::binary_search(keep.begin(), keep.end(), child.node)) {
            remove(child, child.node, children);
            continue;
        }
        beginRemoveRows(indexOf(item), static_cast<int>(i), static_cast<int>(i));
        item.children.erase(item.children.begin() + static_cast<std::ptrdiff_t>(i));
        renumber(item);
        endRemoveRows();
    }
}

void ProcessModel::insert(Item &item, std::optional<NodeId> id, const Wanted &children)
{
    const auto found = children.find(id);
    if (found == children.end())
        return;
    const auto &nodes = m_workbench.processes().nodes();
    for (std::size_t i = 0; i < found->second.size(); ++i) {
        const NodeId wantedHere = found->second[i];
        const Node &node = nodes.at(wantedHere);
        if (i >= item.children.size() || item.children[i]->node != wantedHere) {
            auto child = std::make_unique<Item>();
            child->node = wantedHere;
            child->parent = &item;
            child->shown = everything(node, isOurs(node));
            beginInsertRows(indexOf(item), static_cast<int>(i), static_cast<int>(i));
            item.children.insert(item.children.begin() + static_cast<std::ptrdiff_t>(i), std::move(child));
            renumber(item);
            endInsertRows();
        } else if (QString now = everything(node, isOurs(node)); now != item.children[i]->shown) {
            Item &child = *item.children[i];
            child.shown = std::move(now);
            emit dataChanged(createIndex(child.row, 0, &child),
                             createIndex(child.row, ColumnCount - 1, &child));
        }
        insert(*item.children[i], wantedHere, children);
    }
}

/// The workbench learns of a session a little before or after the tree does.
bool ProcessModel::isOurs(const Node &node) const
{
    return node.session && m_workbench.isOurs(*node.session) && node.state != Node::State::Ended;
}

QModelIndex ProcessModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const Item &item = parent.isValid() ? *static_cast<Item *>(parent.internalPointer()) : *m_root;
    return createIndex(row, column, item.children[static_cast<std::size_t>(row)].get());
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
    const auto found = nodes.find(static_cast<Item *>(index.internalPointer())->node);
    if (found == nodes.end())
        return {};
    const Node &node = found->second;
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
        return symbolOf(node);
    case SecondaryRole:
        return secondaryText(node);
    case CookieRole:
        return node.cookie && node.state == Node::State::Prepared
                   ? QVariant(QByteArray(reinterpret_cast<const char *>(node.cookie->data()),
                                         static_cast<qsizetype>(node.cookie->size())))
                   : QVariant();
    case Qt::ToolTipRole:
        return toolTip(node);
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (index.column()) {
    case NameColumn:
        return nameText(node);
    case PidColumn:
        return node.pid ? QVariant(*node.pid) : QVariant();
    case CallsColumn:
        return QVariant::fromValue<quint64>(node.calls);
    case RateColumn:
        return node.rate;
    case StateColumn:
        return stateText(node);
    default:
        return {};
    }
}

QVariant ProcessModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("process");
    case PidColumn:
        return tr("pid");
    case CallsColumn:
        return tr("calls");
    case RateColumn:
        return tr("calls/s");
    case StateColumn:
        return tr("state");
    default:
        return {};
    }
}

QModelIndex ProcessModel::indexOfNode(quint32 node) const
{
    const auto matches = match(index(0, 0), NodeRole, node, 1, Qt::MatchExactly | Qt::MatchRecursive);
    return matches.isEmpty() ? QModelIndex() : matches.front();
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

void ProcessModel::setShowEnded(bool show)
{
    if (m_showEnded == show)
        return;
    m_showEnded = show;
    refresh();
}

bool ProcessModel::showEnded() const
{
    return m_showEnded;
}

} // namespace rumpscope::ui
