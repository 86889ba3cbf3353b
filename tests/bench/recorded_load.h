// SPDX-License-Identifier: GPL-3.0-or-later
// A recording of a busy kernel, made up frame by frame.
#pragma once

#include <cstdint>
#include <string>

namespace rumpscope::bench {

/// At least `frames` of several processes that open, read, write and ask for their pid, 25 µs apart. Returns
/// how many calls there are; throws std::runtime_error.
std::uint64_t recordLoad(const std::string &path, std::uint64_t frames);

} // namespace rumpscope::bench
