// SPDX-License-Identifier: BSD-2-Clause
// The generated table behind meaning.h.
#pragma once

#include <span>
#include <string_view>

namespace rumpscope::abi::tables {

struct Meaning
{
    std::string_view name;
    std::string_view meaning;
};
[[nodiscard]] std::span<const Meaning> meanings(); ///< by name

} // namespace rumpscope::abi::tables
