// SPDX-License-Identifier: BSD-2-Clause
// The tree as text and as lists.
#include "clientcore/lineage/process_tree.h"

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

std::string line(const Node &node)
{
    std::string text = fmt::format("{}{} {}", symbol(node.state), node.execed ? "⟳" : "", node.comm);
    if (node.pid)
        text += fmt::format(" {}", *node.pid);
    if (node.observer)
        text += " (observer)";
    if (!node.formerNames.empty())
        text += fmt::format(", was {}", fmt::join(node.formerNames, ", "));
    if (node.calls > 0)
        text += fmt::format(", {} calls", node.calls);
    if (node.errors > 0)
        text += fmt::format(", {} errors", node.errors);
    if (node.running > 0)
        text += fmt::format(", {} running", node.running);
    if (node.ended)
        text += ": " + node.ending;
    return text;
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
    std::map<std::optional<NodeId>, std::vector<NodeId>> offspring;
    for (const auto &[id, node] : m_nodes)
        offspring[node.parent].push_back(id);
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
        text += std::string(2 * depth, ' ') + line(m_nodes.at(id)) + '\n';
        push(id, depth + 1);
    }
    return text;
}

} // namespace rumpscope::lineage
