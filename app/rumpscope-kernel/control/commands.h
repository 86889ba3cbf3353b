// SPDX-License-Identifier: GPL-3.0-or-later
// Carries out what a practice kernel is told while it runs.
#pragma once

#include "app/rumpscope-kernel/control/faults.h"
#include "clientcore/faults/reply.h"

#include <string>
#include <string_view>

namespace rumpscope::kernel {

[[nodiscard]] faults::Reply carryOut(Faults &faults, const faults::Command &command);
/// The same for a line, with the answer as it goes to the control socket.
[[nodiscard]] std::string carryOut(Faults &faults, std::string_view line);

} // namespace rumpscope::kernel
