// SPDX-License-Identifier: GPL-3.0-or-later
// What threads cost at the least: nothing but frames, and a futex a thread.
#pragma once

#include <cstdint>

namespace rumpscope::bench {

/// `calls` calls by each of `threads` threads through the one connection `fd`, which has nothing under way:
/// each sends and sleeps; the thread that calls this reads, and wakes whose answers have come. Throws
/// std::runtime_error when something goes wrong.
void callOnThreads(int fd, std::uint32_t number, int threads, int calls);

} // namespace rumpscope::bench
