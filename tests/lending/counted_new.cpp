// SPDX-License-Identifier: BSD-2-Clause
// In a file of its own: where new and delete are inlined together, compilers see malloc's memory given to
// delete.
#include "tests/lending/counted_new.h"

#include <cstdlib>
#include <new>

namespace {

thread_local std::size_t count = 0;

} // namespace

std::size_t rumpscope::test::allocations()
{
    return count;
}

void *operator new(std::size_t size)
{
    ++count;
    if (void *memory = std::malloc(size)) // NOLINT(cppcoreguidelines-no-malloc): this is what new does
        return memory;
    throw std::bad_alloc();
}

void operator delete(void *memory) noexcept
{
    std::free(memory); // NOLINT(cppcoreguidelines-no-malloc)
}

void operator delete(void *memory, std::size_t) noexcept
{
    std::free(memory); // NOLINT(cppcoreguidelines-no-malloc)
}
