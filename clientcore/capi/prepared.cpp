// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/capi/prepared.h"

#include <array>
#include <cerrno>
#include <new>
#include <sys/mman.h>

namespace rumpscope::capi::prepared {

namespace {

using Handle = struct rumpclient_fork;

static_assert(std::atomic<bool>::is_always_lock_free, "it is shared between processes");

constexpr std::size_t kInBlock = 128;
using Block = std::array<Handle, kInBlock>;

/// This process's own list; a child begins with a copy of it.
std::array<std::atomic<Block *>, kMost / kInBlock> blocks{};

Block *blockAt(std::atomic<Block *> &place)
{
    if (Block *there = place.load(std::memory_order_acquire))
        return there;
    void *memory = ::mmap(nullptr, sizeof(Block), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return nullptr;
    auto *const made = new (memory) Block;
    Block *other = nullptr;
    if (place.compare_exchange_strong(other, made, std::memory_order_acq_rel))
        return made;
    ::munmap(memory, sizeof(Block));
    return other;
}

} // namespace

Handle *take()
{
    for (std::atomic<Block *> &place : blocks) {
        Block *block = blockAt(place);
        if (block == nullptr)
            break;
        for (Handle &handle : *block) {
            if (!handle.taken.exchange(true, std::memory_order_acquire))
                return &handle;
        }
    }
    errno = ENOMEM;
    return nullptr;
}

void giveBack(Handle &handle)
{
    handle.taken.store(false, std::memory_order_release);
}

} // namespace rumpscope::capi::prepared
