// SPDX-License-Identifier: GPL-3.0-or-later
// Plays what clients said in a recording to a kernel, and collects where it answers otherwise than the real
// one.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace rumpscope::test {

/// One line a difference: "reqno 14 SYSCALL: errno 0, not 45". Empty when nothing differs. A difference of
/// the kinds of frames ends the replay, for nothing behind it could be compared. Calls with the numbers
/// `skipped` are left out.
[[nodiscard]] std::vector<std::string> replay(const std::string &recording, const std::string &url,
                                              const std::set<std::uint64_t> &skipped = {});

} // namespace rumpscope::test
