// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/sysctl/tree.h"

#include "app/rumpscope-kernel/sched/record.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

// Fields of struct sysctlnode behind those the layout table names: a union with the number of children,
// then the value's size.
constexpr std::size_t kChildrenRoom = 48;
constexpr std::size_t kChildren = 52;
constexpr std::size_t kValueSize = 64;
constexpr std::size_t kNameRoom = 32;

} // namespace

std::vector<std::byte> SysctlNode::encode() const
{
    Record record(layout::sysctlnode::kSize);
    const std::uint32_t access = write ? NB_CTLFLAG_READWRITE : NB_CTLFLAG_READONLY;
    record.put<std::uint32_t>(layout::sysctlnode::sysctl_flags,
                              NB_SYSCTL_VERSION | NB_CTLFLAG_PERMANENT | access | type);
    record.put(layout::sysctlnode::sysctl_num, number);
    record.text(layout::sysctlnode::sysctl_name, kNameRoom, name);
    const auto count = static_cast<std::uint32_t>(children.size());
    record.put(kChildrenRoom, count);
    record.put(kChildren, count);
    record.put<std::uint64_t>(kValueSize, type == NB_CTLTYPE_NODE ? layout::sysctlnode::kSize : size);
    return record.take();
}

SysctlTree::SysctlTree()
{
    m_root.children.push_back(kernNode());
    m_root.children.push_back(vfsNode());
    m_root.children.push_back(netNode());
    m_root.children.push_back(hwNode());
}

Outcome<SysctlTree::Found> SysctlTree::find(std::span<const std::int32_t> name) const
{
    const SysctlNode *at = &m_root;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (at->isTable)
            return Found{at, name.subspan(i)};
        if (at->type != NB_CTLTYPE_NODE)
            return fail(NB_ENOTDIR);
        const bool isRequest =
            name[i] == NB_CTL_QUERY || name[i] == NB_CTL_CREATE || name[i] == NB_CTL_DESTROY;
        if (isRequest)
            return Found{at, name.subspan(i)};
        const auto child = std::find_if(at->children.begin(), at->children.end(),
                                        [&](const SysctlNode &node) { return node.number == name[i]; });
        if (child == at->children.end())
            return fail(NB_ENOENT);
        at = &*child;
    }
    if (at->type == NB_CTLTYPE_NODE && !at->isTable)
        return fail(NB_EINVAL);
    return Found{at, {}};
}

SysctlAnswer describeChildren(const SysctlNode &node, const SysctlQuestion &question)
{
    SysctlAnswer answer;
    for (const SysctlNode &child : node.children) {
        auto encoded = child.encode();
        answer.size += encoded.size();
        if (!question.sizeOnly && answer.size <= question.room)
            answer.pieces.push_back(std::move(encoded));
    }
    answer.incomplete = !question.sizeOnly && answer.size > question.room;
    return answer;
}

SysctlAnswer oneValue(std::vector<std::byte> value, const SysctlQuestion &question)
{
    SysctlAnswer answer;
    answer.size = value.size();
    if (question.sizeOnly)
        return answer;
    answer.incomplete = value.size() > question.room;
    value.resize(std::min(value.size(), question.room));
    answer.pieces.push_back(std::move(value));
    return answer;
}

} // namespace rumpscope::kernel
