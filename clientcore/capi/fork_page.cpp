// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/capi/fork_page.h"

#include <atomic>
#include <new>
#include <sys/mman.h>
#include <unistd.h>

namespace rumpscope::capi::fork_page {

namespace {

/// The kernel gives a forked child zeros in its place. Null on kernels before 4.14: then every child counts
/// as forked.
std::atomic<pid_t> *page()
{
    static auto *const made = []() -> std::atomic<pid_t> * {
        const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        void *memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED)
            return nullptr;
        if (::madvise(memory, size, MADV_WIPEONFORK) == 0)
            return new (memory) std::atomic<pid_t>(0);
        ::munmap(memory, size);
        return nullptr;
    }();
    return made;
}

} // namespace

void mark()
{
    if (page() != nullptr)
        *page() = ::getpid();
}

bool sharedWithParent()
{
    const pid_t marked = page() != nullptr ? page()->load() : 0;
    return marked != 0 && marked != ::getpid();
}

} // namespace rumpscope::capi::fork_page
