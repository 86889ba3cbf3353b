// SPDX-License-Identifier: GPL-3.0-or-later
// The lines that control a practice kernel while it runs.
#pragma once

#include "app/rumpscope-kernel/control/faults.h"

#include <span>
#include <string>
#include <string_view>

namespace rumpscope::kernel {

/// One command for people to read.
struct CommandHelp
{
    std::string_view usage;
    std::string_view meaning;
};
[[nodiscard]] std::span<const CommandHelp> commandHelp();

/// Carries out one line. The answer: lines that begin with a blank, then "ok", or "error" and a sentence that
/// says what to write instead; each ends with a newline.
[[nodiscard]] std::string carryOut(Faults &faults, std::string_view line);

} // namespace rumpscope::kernel
