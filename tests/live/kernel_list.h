// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel's own list of processes, as text: "pid<parent name".
#pragma once

#include "tests/live/typed_guest.h"

#include <string>
#include <vector>

namespace rumpscope::test {

[[nodiscard]] std::vector<std::string> kernelList(TypedGuest &guest);
/// Asks until the list is as expected; false after a long while.
[[nodiscard]] bool awaitKernelList(TypedGuest &guest, const std::vector<std::string> &expected);

} // namespace rumpscope::test
