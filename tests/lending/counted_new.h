// SPDX-License-Identifier: BSD-2-Clause
// How often this thread has allocated; in a program that links counted_new.cpp.
#pragma once

#include <cstddef>

namespace rumpscope::test {

[[nodiscard]] std::size_t allocations();

} // namespace rumpscope::test
