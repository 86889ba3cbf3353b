// SPDX-License-Identifier: BSD-2-Clause
// What the kernel's own list adds: processes that are not ours, their parents, and who has gone.
#include "clientcore/lineage/process_tree.h"

#include <algorithm>
#include <set>

namespace rumpscope::lineage {

namespace {

using State = Node::State;

/// A list that is on its way may still show a process that we have seen end.
constexpr std::chrono::seconds kLinger{2};
/// Prepared children that ended unlisted and are remembered at most.
constexpr std::size_t kMostUnlisted = 256;
/// Inherits the children of those who end.
constexpr std::int32_t kFirstPid = 1;

std::optional<std::int32_t> pidOf(const Node *node)
{
    return node ? node->pid : std::nullopt;
}

/// A pid that came back with another name under another parent is another process; with one of both it is the
/// same that has execed, or lost its parent.
bool isSameLife(const Node &node, const Node *parent, const KernelProcess &row)
{
    return node.session || node.comm == row.comm || pidOf(parent) == row.ppid;
}

} // namespace

void ProcessTree::kernelList(const std::vector<KernelProcess> &list, TimePoint when)
{
    if (m_lastList && when < *m_lastList)
        return;
    m_lastList = when;
    ByPid living = livingByPid();
    std::vector<const KernelProcess *> strangers;
    for (const KernelProcess &row : list) {
        const auto known = living.find(row.pid);
        if (known != living.end()) {
            Node &node = m_nodes.at(known->second);
            if (isSameLife(node, find(node.parent), row))
                continue;
            end(node, when, "gone from the kernel's list");
            m_left.erase(row.pid);
            living.erase(known);
        }
        if (!hasLeft(row, when))
            strangers.push_back(&row);
    }
    adoptPrepared(strangers, living);
    for (const KernelProcess *row : strangers) {
        const auto [place, isNew] = living.try_emplace(row->pid);
        if (!isNew)
            continue; // listed twice
        Node &node = create(State::KernelOnly, when);
        setPid(node, row->pid);
        node.comm = row->comm;
        place->second = node.id;
    }
    for (const KernelProcess &row : list) {
        if (const auto known = living.find(row.pid); known != living.end())
            update(m_nodes.at(known->second), row, living, when);
    }
    endVanished(list, living, when);
    cutCycles();
    std::erase_if(m_left, [when](const auto &entry) { return entry.second + kLinger <= when; });
    std::erase_if(m_unlisted, [when](const Unlisted &child) { return child.over + kLinger <= when; });
    forgetOldest();
}

/// A connection of ours knows better than a row that was there before.
ProcessTree::ByPid ProcessTree::livingByPid() const
{
    ByPid living;
    for (const auto &[id, node] : m_nodes) {
        if (!node.pid || node.state == State::Ended)
            continue;
        const auto [place, isNew] = living.try_emplace(*node.pid, id);
        if (!isNew && node.session)
            place->second = id;
    }
    return living;
}

bool ProcessTree::hasLeft(const KernelProcess &row, TimePoint when) const
{
    const auto left = m_left.find(row.pid);
    if (left != m_left.end() && when < left->second + kLinger)
        return true;
    return std::any_of(m_unlisted.begin(), m_unlisted.end(), [&](const Unlisted &child) {
        const Node *parent = find(child.parent);
        const bool orphan = !parent || parent->state == State::Ended;
        return when < child.over + kLinger && row.comm == child.comm &&
               (row.ppid == child.parentPid || (orphan && row.ppid == kFirstPid));
    });
}

void ProcessTree::preparedIsOver(const Node &child, TimePoint when)
{
    if (child.pid) {
        m_left[*child.pid] = when;
        return;
    }
    if (m_unlisted.size() >= kMostUnlisted)
        m_unlisted.erase(m_unlisted.begin());
    m_unlisted.push_back({child.parent, pidOf(find(child.parent)), child.comm, when});
}

/// PREFORK's answer has no pid: a prepared child is the stranger whose parent prepared it. Several are told
/// apart by age, for the kernel counts pids upwards.
void ProcessTree::adoptPrepared(std::vector<const KernelProcess *> &strangers, ByPid &living)
{
    std::stable_sort(strangers.begin(), strangers.end(),
                     [](const KernelProcess *a, const KernelProcess *b) { return a->pid < b->pid; });
    for (auto &entry : m_nodes) {
        Node &node = entry.second; // clang 14 lets no lambda use a structured binding
        if (node.state != State::Prepared || node.pid)
            continue;
        const Node *parent = find(node.parent);
        if (!parent)
            continue;
        const bool orphan = parent->state == State::Ended;
        const auto child = std::find_if(strangers.begin(), strangers.end(), [&](const KernelProcess *row) {
            return orphan ? row->ppid == kFirstPid && row->comm == node.comm : pidOf(parent) == row->ppid;
        });
        if (child == strangers.end())
            continue;
        setPid(node, (*child)->pid);
        living[(*child)->pid] = node.id;
        strangers.erase(child);
        touch(node);
    }
}

void ProcessTree::update(Node &node, const KernelProcess &row, const ByPid &living, TimePoint when)
{
    if (node.comm.empty() && !row.comm.empty()) {
        node.comm = row.comm;
        touch(node);
    }
    const bool kernelOnly = node.state == State::KernelOnly;
    if (kernelOnly && node.comm != row.comm) {
        rename(node, row.comm, when);
        node.execed = true;
    }
    const auto parent = living.find(row.ppid);
    if (parent == living.end() || parent->second == node.id || node.parent == parent->second)
        return;
    if (kernelOnly || !node.parent)
        adopt(node, parent->second);
}

/// Our own processes live as long as their connection does, whatever the list says.
void ProcessTree::endVanished(const std::vector<KernelProcess> &list, const ByPid &living, TimePoint when)
{
    std::set<std::int32_t> listed;
    for (const KernelProcess &row : list)
        listed.insert(row.pid);
    for (const auto &[pid, id] : living) {
        Node &node = m_nodes.at(id);
        if (!node.session && node.since <= when && !listed.contains(pid))
            end(node, when, "gone from the kernel's list");
    }
}

} // namespace rumpscope::lineage
