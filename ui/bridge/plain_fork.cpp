// SPDX-License-Identifier: GPL-3.0-or-later
// For builds with ThreadSanitizer only. QProcess of Qt 6.4 begins a program with a clone() that shares our
// memory until the exec; libtsan takes that child for a process of its own, notes so in the memory both
// share, and from then on overlooks the locks of the thread that asked. Here the child gets a copy instead.
#include <cstdarg>
#include <dlfcn.h>
#include <sched.h>

extern "C" __attribute__((visibility("default"))) int clone(int (*child)(void *), void *stack, int flags,
                                                            void *argument, ...)
{
    std::va_list more;
    va_start(more, argument);
    void *const parentTid = va_arg(more, void *);
    void *const tls = va_arg(more, void *);
    void *const childTid = va_arg(more, void *);
    va_end(more);
    static const auto next = reinterpret_cast<decltype(&clone)>(::dlsym(RTLD_NEXT, "clone"));
    return next(child, stack, flags & ~(CLONE_VM | CLONE_VFORK), argument, parentTid, tls, childTid);
}
