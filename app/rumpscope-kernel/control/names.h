// SPDX-License-Identifier: GPL-3.0-or-later
// Names of calls and of families of calls, as commands have them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rumpscope::kernel {

/// Numbers of the calls meant by "all", a call's name, a family's name, or several of these with commas
/// between them; empty when one is unknown.
[[nodiscard]] std::vector<std::uint32_t> callsNamed(std::string_view names);
/// What is wrong with such a name, and which there are.
[[nodiscard]] std::string unknownCall(std::string_view names);
/// "read", or "all".
[[nodiscard]] std::string callName(std::uint32_t number);
} // namespace rumpscope::kernel
