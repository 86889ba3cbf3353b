// SPDX-License-Identifier: BSD-2-Clause
// In a file of its own: where new and delete are inlined together, compilers see malloc's memory given to
// delete.
#include "tests/support/process/counted_new.h"

#include <cstdlib>
#include <new>
#include <optional>

namespace {

thread_local std::size_t count = 0;
thread_local std::optional<std::size_t> failing; ///< the count at which one fails

} // namespace

namespace rumpscope::test {

std::size_t allocations()
{
    return count;
}

FailingAllocation::FailingAllocation(std::size_t before)
{
    failing = count + before;
}

FailingAllocation::~FailingAllocation()
{
    failing.reset();
}

bool FailingAllocation::happened() const
{
    return failing && count > *failing;
}

} // namespace rumpscope::test

void *operator new(std::size_t size)
{
    if (count++ == failing)
        throw std::bad_alloc();
    if (void *memory = std::malloc(size)) // NOLINT(cppcoreguidelines-no-malloc): this is what new does
        return memory;
    throw std::bad_alloc();
}

/// std::stable_sort asks this way.
void *operator new(std::size_t size, const std::nothrow_t & /*unused*/) noexcept
{
    return count++ == failing ? nullptr : std::malloc(size); // NOLINT(cppcoreguidelines-no-malloc)
}

void operator delete(void *memory) noexcept
{
    std::free(memory); // NOLINT(cppcoreguidelines-no-malloc)
}

void operator delete(void *memory, std::size_t) noexcept
{
    std::free(memory); // NOLINT(cppcoreguidelines-no-malloc)
}
