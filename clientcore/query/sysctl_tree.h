// SPDX-License-Identifier: BSD-2-Clause
// The tree of sysctl(7), by name: walked with the kernel's own query node.
#pragma once

#include "clientcore/query/sysctl.h"

#include <string_view>

namespace rumpscope::query {

/// A node as the kernel describes it.
struct SysctlNode
{
    Mib mib;
    std::string name;       ///< whole: "kern.hostname"
    std::uint32_t type = 0; ///< CTLTYPE_…
    bool writable = false;
    bool isUnsigned = false;
    bool hex = false;

    [[nodiscard]] bool isBranch() const;
};

/// What hangs below `parent` (nothing: the root); nodes without a name are left
/// out.
[[nodiscard]] Answer<std::vector<SysctlNode>> sysctlChildren(session::Session &session,
                                                             const SysctlNode &parent);
/// By its whole name; ENOENT where there is none.
[[nodiscard]] Answer<SysctlNode> findSysctl(session::Session &session, std::string_view name);

/// A value for people: numbers, text, structures as far as the catalog knows
/// them, else bytes.
[[nodiscard]] std::string sysctlText(const SysctlNode &node, std::span<const std::byte> value);
/// The other way round, for numbers and text; else a sentence that says what is
/// wrong.
[[nodiscard]] tl::expected<Bytes, std::string> sysctlBytes(const SysctlNode &node, std::string_view text);

} // namespace rumpscope::query
