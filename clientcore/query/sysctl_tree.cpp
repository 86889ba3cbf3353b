// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/query/sysctl_tree.h"

#include "clientcore/abi/netbsd.h"
#include "clientcore/wire/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace rumpscope::query {

namespace {

namespace at = abi::layout::sysctlnode;

/// sysctl_flags of a question: which version of the structure we mean (rump_sp,
/// "Processes").
constexpr std::uint32_t kVersion = 0x01000000;
constexpr std::uint32_t kTypeMask = 0xf;

SysctlNode nodeFrom(std::span<const std::byte> row, const SysctlNode &parent)
{
    std::uint32_t flags = 0;
    std::int32_t number = 0;
    std::memcpy(&flags, row.data() + at::sysctl_flags.offset, sizeof flags);
    std::memcpy(&number, row.data() + at::sysctl_num.offset, sizeof number);
    const auto *text = reinterpret_cast<const char *>(row.data() + at::sysctl_name.offset);
    const std::string name = wire::printable({text, ::strnlen(text, at::sysctl_name.size)});
    SysctlNode node;
    node.mib = parent.mib;
    node.mib.push_back(number);
    node.name = parent.name.empty() || name.empty() ? name : parent.name + "." + name;
    node.type = flags & kTypeMask;
    node.writable = (flags & abi::NB_CTLFLAG_READWRITE) != 0;
    node.isUnsigned = (flags & abi::NB_CTLFLAG_UNSIGNED) != 0;
    node.hex = (flags & abi::NB_CTLFLAG_HEX) != 0;
    return node;
}

} // namespace

bool SysctlNode::isBranch() const
{
    return type == abi::NB_CTLTYPE_NODE;
}

Answer<std::vector<SysctlNode>> sysctlChildren(session::Session &session, const SysctlNode &parent)
{
    if (parent.mib.size() >= abi::NB_CTL_MAXNAME)
        return std::vector<SysctlNode>{};
    Mib mib = parent.mib;
    mib.push_back(abi::NB_CTL_QUERY);
    std::array<std::byte, at::kSize> question{};
    std::memcpy(question.data() + at::sysctl_flags.offset, &kVersion, sizeof kVersion);
    const auto rows = readSysctl(
        session, mib, "the names below " + (parent.name.empty() ? "the root" : parent.name), question);
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<SysctlNode> nodes;
    for (std::size_t row = 0; row + at::kSize <= rows->size(); row += at::kSize) {
        SysctlNode node = nodeFrom(std::span(*rows).subspan(row, at::kSize), parent);
        if (!node.name.empty())
            nodes.push_back(std::move(node));
    }
    return nodes;
}

Answer<SysctlNode> findSysctl(session::Session &session, std::string_view name)
{
    SysctlNode here;
    while (here.name.size() < name.size()) {
        const std::size_t begin = here.name.empty() ? 0 : here.name.size() + 1;
        const std::string wanted(name.substr(0, std::min(name.find('.', begin), name.size())));
        const auto children = sysctlChildren(session, here);
        if (!children)
            return tl::unexpected(children.error());
        const auto found = std::find_if(children->begin(), children->end(),
                                        [&](const SysctlNode &child) { return child.name == wanted; });
        if (found == children->end())
            return tl::unexpected(QueryError{{}, abi::NB_ENOENT, "sysctl " + wanted});
        here = *found;
    }
    return here;
}

} // namespace rumpscope::query
