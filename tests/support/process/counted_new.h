// SPDX-License-Identifier: BSD-2-Clause
// How often this thread has allocated, and allocations that fail; in a program that links counted_new.cpp.
#pragma once

#include <cstddef>

namespace rumpscope::test {

[[nodiscard]] std::size_t allocations();

/// While it lives, of this thread's allocations the one after `before` others throws std::bad_alloc.
class FailingAllocation
{
public:
    explicit FailingAllocation(std::size_t before);
    ~FailingAllocation();
    FailingAllocation(const FailingAllocation &) = delete;
    FailingAllocation &operator=(const FailingAllocation &) = delete;

    [[nodiscard]] bool happened() const;
};

} // namespace rumpscope::test
