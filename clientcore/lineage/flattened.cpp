// SPDX-License-Identifier: BSD-2-Clause
// The tree as text and as lists.
#include "clientcore/lineage/process_tree.h"
#include "clientcore/text/foreign_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rumpscope::lineage {

namespace {

const char *symbol(Node::State state)
{
    switch (state) {
    case Node::State::Guest:
        return "●";
    case Node::State::Forked:
        return "↳";
    case Node::State::Prepared:
        return "◌";
    case Node::State::KernelOnly:
        return "○";
    case Node::State::Ended:
        return "✝";
    }
    return "?";
}

/// Deep ones say how deep they are: 20,000 generations would be mostly spaces.
std::string indented(std::size_t depth)
{
    constexpr std::size_t kDeepest = 64;
    return depth <= kDeepest ? std::string(2 * depth, ' ')
                             : std::string(2 * kDeepest, ' ') + fmt::format("[generation {}] ", depth);
}

std::string line(const Node &node, std::uint64_t calls)
{
    std::string made =
        fmt::format("{}{} {}", symbol(node.state), node.execed ? "⟳" : "", text::onALine(node.comm));
    if (node.pid)
        made += fmt::format(" {}", *node.pid);
    if (node.observer)
        made += " (observer)";
    if (!node.formerNames.empty())
        made += fmt::format(", was {}", text::onALine(fmt::format("{}", fmt::join(node.formerNames, ", "))));
    if (calls > 0)
        made += fmt::format(", {} calls", calls);
    if (node.errors > 0)
        made += fmt::format(", {} errors", node.errors);
    if (node.running > 0)
        made += fmt::format(", {} running", node.running);
    if (node.ended)
        made += ": " + text::onALine(node.ending);
    return made;
}

} // namespace

std::vector<NodeId> ProcessTree::children(std::optional<NodeId> parent) const
{
    std::vector<NodeId> found;
    for (const auto &[id, node] : m_nodes) {
        if (node.parent == parent)
            found.push_back(id);
    }
    return found;
}

std::string ProcessTree::flattened() const
{
    return lines(nullptr);
}

std::string ProcessTree::flattened(const CallCounts &counts) const
{
    std::map<NodeId, std::uint64_t> shown;
    for (const auto &[life, calls] : counts) {
        const auto id = findLife(life.first, life.second);
        if (!id)
            continue;
        shown[*id] += calls;
        for (const Node *at = find(m_nodes.at(*id).parent); at && shown.try_emplace(at->id, 0).second;)
            at = find(at->parent);
    }
    return lines(&shown);
}

/// `counts`: what is shown, and with how many calls; null: everything.
std::string ProcessTree::lines(const std::map<NodeId, std::uint64_t> *counts) const
{
    std::map<std::optional<NodeId>, std::vector<NodeId>> offspring;
    for (const auto &[id, node] : m_nodes) {
        if (!counts || counts->contains(id))
            offspring[node.parent].push_back(id);
    }
    // A stack of our own: a kernel's list may be one long chain.
    std::vector<std::pair<NodeId, std::size_t>> open;
    const auto push = [&](std::optional<NodeId> parent, std::size_t depth) {
        const auto found = offspring.find(parent);
        if (found == offspring.end())
            return;
        for (auto child = found->second.rbegin(); child != found->second.rend(); ++child)
            open.emplace_back(*child, depth);
    };
    std::string text;
    push(std::nullopt, 0);
    while (!open.empty()) {
        const auto [id, depth] = open.back();
        open.pop_back();
        const Node &node = m_nodes.at(id);
        text += indented(depth) + line(node, counts ? counts->at(id) : node.calls) + '\n';
        push(id, depth + 1);
    }
    return text;
}

} // namespace rumpscope::lineage
