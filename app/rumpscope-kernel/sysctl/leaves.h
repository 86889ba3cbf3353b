// SPDX-License-Identifier: GPL-3.0-or-later
// Ready-made kinds of leaves.
#pragma once

#include "app/rumpscope-kernel/sysctl/tree.h"

#include <optional>
#include <string_view>

namespace rumpscope::kernel {

template<class T>
[[nodiscard]] std::vector<std::byte> valueBytes(const T &value)
{
    const auto bytes = std::as_bytes(std::span(&value, 1));
    return {bytes.begin(), bytes.end()};
}

/// With its NUL.
[[nodiscard]] std::vector<std::byte> textBytes(std::string_view text);

[[nodiscard]] SysctlNode intLeaf(std::int32_t number, std::string name, std::int32_t value);
[[nodiscard]] SysctlNode quadLeaf(std::int32_t number, std::string name, std::int64_t value);
[[nodiscard]] SysctlNode textLeaf(std::int32_t number, std::string name, const std::string &value);
/// A string of the kernel that may be set: at most `most` bytes, NUL included.
[[nodiscard]] SysctlNode settableText(std::int32_t number, std::string name, std::string Kernel::*value,
                                      std::size_t most);
/// Gives the value, after setting it where one is wanted; an errno for a value that cannot be.
using IntAccess = std::function<Outcome<std::int32_t>(Kernel &, std::optional<std::int32_t> wanted)>;
[[nodiscard]] SysctlNode settableInt(std::int32_t number, std::string name, const IntAccess &access);
/// Takes the rest of the name itself.
[[nodiscard]] SysctlNode tableLeaf(std::int32_t number, std::string name, SysctlNode::Read read);

} // namespace rumpscope::kernel
