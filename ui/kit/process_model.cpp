// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/process_item.h"

#include <algorithm>
#include <utility>

namespace rumpscope::ui {

namespace {

using lineage::Node;
using lineage::NodeId;

bool countsAsAlive(const Node &node)
{
    return node.state != Node::State::Ended && !node.observer && node.pid.value_or(1) != 0;
}

} // namespace

ProcessModel::ProcessModel(Workbench &workbench, QObject *parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Item>())
    , m_workbench(workbench)
{
    m_root->attached = true;
    connect(&workbench, &Workbench::processesChanged, this, &ProcessModel::refresh);
    connect(&workbench, &Workbench::batch, this, &ProcessModel::tellNewest);
    connect(&m_ageing, &QTimer::timeout, this, &ProcessModel::age);
    m_ageing.setInterval(kAgeing);
    refresh();
}

ProcessModel::~ProcessModel() = default;

ProcessModel::Item *ProcessModel::find(std::optional<NodeId> id) const
{
    const auto found = id ? m_items.find(*id) : m_items.end();
    return found == m_items.end() ? nullptr : found->second.get();
}

bool ProcessModel::wants(const Node &node) const
{
    return (m_showEnded || node.state != Node::State::Ended) && (!m_matches || m_matches(node));
}

void ProcessModel::refresh()
{
    const lineage::ProcessTree &tree = m_workbench.processes();
    const auto changes = tree.changesSince(m_seen);
    m_seen = tree.revision();
    const auto isNew = [this](NodeId id) { return !m_items.contains(id); };
    if (!changes || std::count_if(changes->touched.begin(), changes->touched.end(), isNew) > kMany)
        return rebuild();
    std::vector<NodeId> touched = changes->touched;
    for (const NodeId id : changes->erased)
        forget(id, touched);
    take(touched);
    checkOurs();
    tellChanged();
    tellAlive();
}

/// Too much is new for a row at a time, or the log does not reach back.
void ProcessModel::rebuild()
{
    beginResetModel();
    m_silent = true;
    m_items.clear();
    m_root = std::make_unique<Item>();
    m_root->attached = true;
    m_busy.clear();
    m_own.clear();
    m_alive = 0;
    std::vector<NodeId> all;
    for (const auto &[id, node] : m_workbench.processes().nodes())
        all.push_back(id);
    take(all);
    m_changed.clear();
    m_silent = false;
    endResetModel();
    tellAlive();
}

/// First who is new, then who has another parent, then what each says: a parent is there before its child
/// comes.
void ProcessModel::take(const std::vector<NodeId> &touched)
{
    const auto &nodes = m_workbench.processes().nodes();
    std::vector<std::pair<Item *, const Node *>> all;
    for (const NodeId id : touched) {
        const auto node = nodes.find(id);
        if (node == nodes.end())
            continue;
        auto &item = m_items[id];
        if (!item) {
            item = std::make_unique<Item>();
            item->node = id;
        }
        all.emplace_back(item.get(), &node->second);
    }
    const auto above = [this](const Node &node) {
        Item *parent = find(node.parent);
        return parent ? parent : m_root.get();
    };
    for (const auto &[item, node] : all) {
        if (item->parent && item->parent != above(*node))
            detach(*item); // nothing is ever below itself while others move
    }
    for (const auto &[item, node] : all)
        move(*item, *above(*node));
    for (const auto &[item, node] : all)
        follow(*item, *node);
}

/// The workbench learns of a session of ours a little before or after the tree does.
void ProcessModel::checkOurs()
{
    const auto &nodes = m_workbench.processes().nodes();
    for (const NodeId id : m_own) {
        Item &item = *find(id);
        const bool ours = isOurs(nodes.at(id));
        if (std::exchange(item.ours, ours) != ours)
            m_changed.push_back(&item);
    }
}

void ProcessModel::move(Item &item, Item &parent)
{
    if (item.parent == &parent)
        return;
    if (item.parent)
        std::erase(item.parent->all, &item);
    item.parent = &parent;
    parent.all.push_back(&item);
    settle(item);
}

void ProcessModel::follow(Item &item, const Node &node)
{
    const bool alive = countsAsAlive(node);
    m_alive += int(alive) - int(item.alive);
    item.alive = alive;
    item.ours = isOurs(node);
    item.wanted = wants(node);
    settle(item);
    m_changed.push_back(&item);
    const auto keep = [&item](std::set<NodeId> &set, bool in) {
        if (in)
            set.insert(item.node);
        else
            set.erase(item.node);
    };
    keep(m_busy, !node.underWay.empty());
    keep(m_own, node.session && !node.tapped);
    if (!m_busy.empty() && !m_ageing.isActive())
        m_ageing.start();
}

/// Shown where it is wanted or something below it is; its parent may have to appear or go with it.
void ProcessModel::settle(Item &item)
{
    if (&item == m_root.get() || !item.parent)
        return;
    const bool show = item.wanted || !item.children.empty();
    if (show && !item.attached)
        attach(item);
    else if (!show && item.attached)
        detach(item);
}

bool ProcessModel::isVisible(const Item &item) const
{
    const Item *at = &item;
    while (at->attached && at->parent)
        at = at->parent;
    return at == m_root.get();
}

/// Adds to what is below an item and all that it is shown under.
void ProcessModel::count(Item &item, int rows)
{
    for (Item *at = &item; at; at = at->attached ? at->parent : nullptr)
        at->below += rows;
}

void ProcessModel::attach(Item &item)
{
    Item &parent = *item.parent;
    const auto place = parent.place(item);
    const int row = static_cast<int>(place - parent.children.begin());
    const bool visible = !m_silent && isVisible(parent);
    if (visible)
        beginInsertRows(indexOf(parent), row, row);
    parent.children.insert(place, &item);
    item.attached = true;
    count(parent, 1 + item.below);
    if (visible)
        endInsertRows();
    settle(parent);
}

void ProcessModel::detach(Item &item)
{
    if (!item.attached)
        return;
    Item &parent = *item.parent;
    const auto place = parent.place(item);
    const int row = static_cast<int>(place - parent.children.begin());
    const bool visible = !m_silent && isVisible(parent);
    if (visible)
        beginRemoveRows(indexOf(parent), row, row);
    parent.children.erase(place);
    item.attached = false;
    count(parent, -1 - item.below);
    if (visible)
        endRemoveRows();
    settle(parent);
}

/// Its children have other parents by now: they are looked at again.
void ProcessModel::forget(NodeId id, std::vector<NodeId> &touched)
{
    Item *item = find(id);
    if (!item)
        return;
    for (Item *child : std::vector<Item *>(item->all)) {
        detach(*child);
        child->parent = nullptr;
        touched.push_back(child->node);
    }
    detach(*item);
    if (item->parent)
        std::erase(item->parent->all, item);
    m_alive -= int(item->alive);
    m_busy.erase(id);
    m_own.erase(id);
    m_items.erase(id);
}

/// Few rows are told one by one; of many all between the first and the last of each parent.
void ProcessModel::tellChanged()
{
    constexpr std::size_t kFew = 64;
    const auto tell = [this](Item &first, Item &last) {
        emit dataChanged(indexOf(first), indexOf(last).siblingAtColumn(ColumnCount - 1));
    };
    std::vector<Item *> items = std::exchange(m_changed, {});
    std::erase_if(items, [this](const Item *item) { return !isVisible(*item); });
    if (items.size() <= kFew) {
        for (Item *item : items)
            tell(*item, *item);
        return;
    }
    std::sort(items.begin(), items.end(), [](const Item *a, const Item *b) {
        return std::pair(a->parent->node, a->node) < std::pair(b->parent->node, b->node);
    });
    for (std::size_t i = 0; i < items.size();) {
        std::size_t end = i + 1;
        while (end < items.size() && items[end]->parent == items[i]->parent)
            ++end;
        tell(*items[i], *items[end - 1]);
        i = end;
    }
}

/// Calls under way grow older without any change.
void ProcessModel::age()
{
    for (const NodeId id : m_busy)
        m_changed.push_back(find(id));
    tellChanged();
    if (m_busy.empty())
        m_ageing.stop();
}

void ProcessModel::tellAlive()
{
    if (m_alive == m_aliveTold)
        return;
    m_aliveTold = m_alive;
    emit aliveCountChanged(m_alive);
}

void ProcessModel::tellNewest(const trace::Store::Change &change)
{
    const trace::Store &store = m_workbench.store();
    for (std::size_t i = store.size(); i-- > store.size() - change.appended;) {
        if (store.at(i).housekeeping)
            continue;
        if (const Node *node = m_workbench.processes().findSession(store.at(i).session))
            emit newest(static_cast<quint32>(node->id));
        return;
    }
}

void ProcessModel::setMatches(Matches matches)
{
    m_matches = std::move(matches);
    for (const auto &[id, node] : m_workbench.processes().nodes())
        matchesChanged({id});
}

void ProcessModel::matchesChanged(const std::vector<NodeId> &nodes)
{
    const auto &all = m_workbench.processes().nodes();
    for (const NodeId id : nodes) {
        const auto node = all.find(id);
        Item *item = node == all.end() ? nullptr : find(id);
        if (!item)
            continue;
        item->wanted = wants(node->second);
        settle(*item);
    }
}

void ProcessModel::setShowEnded(bool show)
{
    if (m_showEnded == show)
        return;
    m_showEnded = show;
    for (const auto &[id, node] : m_workbench.processes().nodes()) {
        if (node.state == Node::State::Ended)
            matchesChanged({id});
    }
}

} // namespace rumpscope::ui
