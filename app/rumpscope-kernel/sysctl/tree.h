// SPDX-License-Identifier: GPL-3.0-or-later
// The tree of names behind sysctl(3).
#pragma once

#include "app/rumpscope-kernel/sched/outcome.h"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace rumpscope::kernel {

class Kernel;

/// What is asked of a leaf.
struct SysctlQuestion
{
    std::span<const std::int32_t> rest; ///< of the name, behind the leaf: only tables take any
    bool sizeOnly = false;              ///< no buffer was given: how large should it be?
    std::size_t room = 0;               ///< of the buffer
};
/// What a leaf has to say.
struct SysctlAnswer
{
    std::vector<std::vector<std::byte>> pieces; ///< each is one COPYOUT, one behind the other
    std::size_t size = 0;                       ///< what the length is set to
    bool incomplete = false;                    ///< ENOMEM: more would have been there
};

struct SysctlNode
{
    using Read = std::function<Outcome<SysctlAnswer>(Kernel &, const SysctlQuestion &)>;
    using Write = std::function<Outcome<void>(Kernel &, std::span<const std::byte>)>;

    std::int32_t number = 0;
    std::string name;
    std::uint32_t type = NB_CTLTYPE_NODE;
    std::size_t size = 0; ///< of the value where it is fixed
    bool isTable = false; ///< takes the rest of the name itself
    Read read;
    Write write; ///< empty: read-only
    std::size_t longestWrite = 0;
    std::size_t shortestWrite = 0;
    std::vector<SysctlNode> children; ///< by number

    /// struct sysctlnode, as a query sees it.
    [[nodiscard]] std::vector<std::byte> encode() const;
};

/// Made once; the values are read when they are asked for.
class SysctlTree
{
public:
    SysctlTree();

    struct Found
    {
        const SysctlNode *node = nullptr;
        std::span<const std::int32_t> rest; ///< behind the leaf, or CTL_QUERY and its kind behind a node
    };
    /// ENOENT for an unknown name, EISDIR for a node without a value, ENOTDIR behind a plain leaf.
    [[nodiscard]] Outcome<Found> find(std::span<const std::int32_t> name) const;

private:
    SysctlNode m_root;
};

/// A list of nodes in the form of one answer: what the query node gives.
[[nodiscard]] SysctlAnswer describeChildren(const SysctlNode &node, const SysctlQuestion &question);
/// One value, cut to the room there is.
[[nodiscard]] SysctlAnswer oneValue(std::vector<std::byte> value, const SysctlQuestion &question);

// The parts of the tree; each is a file of sysctl/.
[[nodiscard]] SysctlNode kernNode();
[[nodiscard]] SysctlNode hwNode();
[[nodiscard]] SysctlNode netNode();
[[nodiscard]] SysctlNode vfsNode();
[[nodiscard]] Outcome<SysctlAnswer> listProcesses(const Kernel &kernel, const SysctlQuestion &question);
[[nodiscard]] Outcome<SysctlAnswer> listFiles(const Kernel &kernel, const SysctlQuestion &question);
[[nodiscard]] Outcome<SysctlAnswer> listControlBlocks(const Kernel &kernel, const SysctlQuestion &question,
                                                      std::int32_t domain, std::int32_t type);

} // namespace rumpscope::kernel
