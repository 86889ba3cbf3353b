// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/lineage/process_tree.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

namespace rumpscope::lineage {

namespace {

using State = Node::State;

/// Pids given up that are remembered at most.
constexpr std::size_t kMostLeft = 4096;

} // namespace

ProcessTree::ProcessTree()
    : ProcessTree(Limits{})
{}

ProcessTree::ProcessTree(Limits limits)
    : m_limits(limits)
{}

void ProcessTree::restart()
{
    ChangeLog<NodeId> log(revision() + 1);
    *this = ProcessTree(m_limits);
    m_log = std::move(log);
}

Node &ProcessTree::create(State state, TimePoint when)
{
    const NodeId id{m_next++};
    Node &node = m_nodes[id];
    node.id = id;
    node.state = state;
    node.since = when;
    touch(node);
    return node;
}

void ProcessTree::adopt(Node &node, std::optional<NodeId> parent)
{
    if (node.parent == parent)
        return;
    if (node.parent) {
        const auto siblings = m_children.find(*node.parent);
        siblings->second.erase(node.id);
        if (siblings->second.empty())
            m_children.erase(siblings);
    }
    node.parent = parent;
    if (parent)
        m_children[*parent].insert(node.id);
    m_reparented = m_reparented || m_children.contains(node.id); // a leaf closes no cycle
    touch(node);
}

void ProcessTree::setPid(Node &node, std::optional<std::int32_t> pid)
{
    if (node.pid) {
        const auto holders = m_livingByPid.find(*node.pid);
        if (holders != m_livingByPid.end() && holders->second.erase(node.id) > 0 && holders->second.empty())
            m_livingByPid.erase(holders);
    }
    node.pid = pid;
    if (pid && node.state != State::Ended)
        m_livingByPid[*pid].insert(node.id);
}

void ProcessTree::end(Node &node, TimePoint when, std::string why)
{
    if (node.state == State::Prepared) {
        preparedIsOver(node, when);
    } else if (node.pid && node.state != State::KernelOnly) {
        if (m_left.size() >= kMostLeft)
            m_left.erase(m_left.begin());
        m_left[*node.pid] = when;
    }
    node.state = State::Ended;
    setPid(node, node.pid); // it is no living one's any more
    node.ended = when;
    node.ending = std::move(why);
    node.running = 0;
    node.underWay.clear();
    node.rate = 0;
    m_callsAtTick.erase(node.id);
    m_ended.push_back(node.id);
    touch(node);
}

/// For a node whose process is told by `heir` from now on.
void ProcessTree::erase(NodeId id, std::optional<NodeId> heir)
{
    if (const auto found = m_children.find(id); found != m_children.end()) {
        for (const NodeId child : std::set<NodeId>(found->second))
            adopt(m_nodes.at(child), heir);
    }
    setPid(m_nodes.at(id), std::nullopt);
    adopt(m_nodes.at(id), std::nullopt);
    m_callsAtTick.erase(id);
    m_log.erased(id, m_nodes.at(id).changed);
    m_nodes.erase(id);
}

/// Children of a forgotten process hang on its nearest ancestor that is still known.
void ProcessTree::forgetOldest()
{
    if (m_ended.size() <= m_limits.ended)
        return;
    const auto end = m_ended.begin() + static_cast<std::ptrdiff_t>(m_ended.size() - m_limits.ended);
    const std::set<NodeId> gone(m_ended.begin(), end);
    m_ended.erase(m_ended.begin(), end);
    m_forgotten += gone.size();
    for (const NodeId id : gone) {
        const auto found = m_children.find(id);
        if (found == m_children.end())
            continue;
        std::optional<NodeId> heir = m_nodes.at(id).parent;
        while (heir && gone.contains(*heir))
            heir = m_nodes.at(*heir).parent;
        for (const NodeId child : std::set<NodeId>(found->second))
            adopt(m_nodes.at(child), heir);
    }
    for (const NodeId id : gone) {
        adopt(m_nodes.at(id), std::nullopt);
        m_log.erased(id, m_nodes.at(id).changed);
        m_nodes.erase(id);
    }
    std::erase_if(m_byLife, [&](const auto &entry) { return gone.contains(entry.second); });
    std::erase_if(m_byCookie, [&](const auto &entry) { return gone.contains(entry.second); });
}

/// A kernel's list may say anything, even that two processes are each other's parent.
void ProcessTree::cutCycles()
{
    if (!std::exchange(m_reparented, false))
        return;
    std::map<NodeId, NodeId> walkedFrom; // each node that was walked over, and where that walk began
    for (const auto &[start, node] : m_nodes) {
        Node *at = find(start);
        while (at && walkedFrom.try_emplace(at->id, start).second) {
            Node *next = find(at->parent);
            const auto known = next ? walkedFrom.find(next->id) : walkedFrom.end();
            if (known != walkedFrom.end() && known->second == start)
                adopt(*at, std::nullopt);
            at = next;
        }
    }
}

const Node *ProcessTree::find(std::optional<NodeId> id) const
{
    const auto found = id ? m_nodes.find(*id) : m_nodes.end();
    return found == m_nodes.end() ? nullptr : &found->second;
}

Node *ProcessTree::find(std::optional<NodeId> id)
{
    return const_cast<Node *>(std::as_const(*this).find(id));
}

Node *ProcessTree::ofLife(SessionId session, Generation generation)
{
    const auto found = m_byLife.find({session, generation});
    return found == m_byLife.end() ? nullptr : find(found->second);
}

std::optional<NodeId> ProcessTree::findLife(SessionId session, Generation generation) const
{
    const auto found = m_byLife.find({session, generation});
    return found == m_byLife.end() ? std::nullopt : std::optional(found->second);
}

const Node *ProcessTree::findSession(SessionId session) const
{
    const auto after = m_byLife.upper_bound({session, Generation{std::numeric_limits<std::uint32_t>::max()}});
    if (after == m_byLife.begin() || std::prev(after)->first.first != session)
        return nullptr;
    const Node &latest = m_nodes.at(std::prev(after)->second);
    return latest.state == State::Ended ? nullptr : &latest;
}

Node *ProcessTree::present(SessionId session)
{
    const Node *node = findSession(session);
    return node ? find(node->id) : nullptr;
}

Node *ProcessTree::livingWithPid(std::int32_t pid)
{
    const auto found = m_livingByPid.find(pid);
    return found == m_livingByPid.end() ? nullptr : find(*found->second.begin());
}

void ProcessTree::tick(TimePoint now)
{
    if (m_lastTick && now - *m_lastTick < std::chrono::seconds(1))
        return;
    const double seconds = m_lastTick ? std::chrono::duration<double>(now - *m_lastTick).count() : 0;
    for (auto &[id, node] : m_nodes) {
        if (node.state == State::Ended)
            continue;
        std::uint64_t &before = m_callsAtTick[id];
        const double rate = seconds > 0 ? static_cast<double>(node.calls - before) / seconds : 0;
        before = node.calls;
        if (rate == node.rate)
            continue;
        node.rate = rate;
        touch(node);
    }
    m_lastTick = now;
}

void ProcessTree::kernelGone(TimePoint when, const std::string &why)
{
    for (auto &[id, node] : m_nodes) {
        if (node.state != State::Ended && node.since <= when) // the next kernel may have some already
            end(node, when, why);
    }
    m_left.clear();                                         // the next kernel's pids are others
    m_lastList = std::max(m_lastList.value_or(when), when); // lists made before are of the one that is gone
    forgetOldest();
}

} // namespace rumpscope::lineage
