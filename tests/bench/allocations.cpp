// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/allocations.h"

#include <atomic>
#include <cstddef>

namespace {

std::atomic<long> count{0};

} // namespace

// glibc's own, behind ours: the program's definitions stand before those of every library in it.
extern "C" {
void *__libc_malloc(std::size_t size);                      // NOLINT(bugprone-reserved-identifier)
void *__libc_calloc(std::size_t members, std::size_t size); // NOLINT(bugprone-reserved-identifier)
void *__libc_realloc(void *memory, std::size_t size);       // NOLINT(bugprone-reserved-identifier)

void *malloc(std::size_t size)
{
    count.fetch_add(1, std::memory_order_relaxed);
    return __libc_malloc(size);
}
void *calloc(std::size_t members, std::size_t size)
{
    count.fetch_add(1, std::memory_order_relaxed);
    return __libc_calloc(members, size);
}
void *realloc(void *memory, std::size_t size)
{
    count.fetch_add(1, std::memory_order_relaxed);
    return __libc_realloc(memory, size);
}
}

namespace rumpscope::bench {

AllocationCount::AllocationCount()
    : m_before(count.load())
{}

long AllocationCount::soFar() const
{
    return count.load() - m_before;
}

} // namespace rumpscope::bench
