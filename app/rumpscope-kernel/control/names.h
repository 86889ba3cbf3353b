// SPDX-License-Identifier: GPL-3.0-or-later
// Names in commands and in the log: calls, families of calls, errnos.
#pragma once

#include "app/rumpscope-kernel/sched/outcome.h"

#include <optional>
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
/// ENOSPC or 28.
[[nodiscard]] std::optional<Errno> errnoNamed(std::string_view name);
[[nodiscard]] std::string errnoName(Errno error);

} // namespace rumpscope::kernel
