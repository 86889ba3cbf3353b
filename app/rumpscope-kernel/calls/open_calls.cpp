// SPDX-License-Identifier: GPL-3.0-or-later
// open, close, and the position of a file.
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/files/open_file.h"
#include "app/rumpscope-kernel/files/vnode_file.h"

namespace rumpscope::kernel {

namespace {

struct OpenArguments
{
    std::int32_t directory;
    std::size_t path; ///< slot; flags and mode follow
};

Task<Outcome<Values>> open(Call &call, OpenArguments at)
{
    auto path = co_await call.path(at.path);
    if (!path)
        co_return pass(path);
    if (auto room = call.process->descriptors.check(); !room)
        co_return pass(room);
    auto context = call.pathsAt(at.directory);
    if (!context)
        co_return pass(context);
    const std::uint32_t flags = call.bits(at.path + 1);
    auto file = co_await openFile(call, *context, std::move(*path), flags, call.bits(at.path + 2));
    if (!file)
        co_return pass(file);
    auto fd = call.process->descriptors.add(std::move(*file), (flags & NB_O_CLOEXEC) != 0);
    if (!fd)
        co_return pass(fd);
    co_return answer(*fd);
}

Task<Outcome<Values>> sysOpen(Call &call)
{
    return open(call, {NB_AT_FDCWD, 0});
}

Task<Outcome<Values>> sysOpenat(Call &call)
{
    return open(call, {call.integer(0), 1});
}

Outcome<Values> sysClose(Call &call)
{
    return answer(call.process->descriptors.close(call.integer(0)));
}

/// Slot 1 is padding.
Outcome<Values> sysLseek(Call &call)
{
    const auto file = call.file(0);
    if (!file)
        return pass(file);
    if (!(*file)->canSeek())
        return fail(NB_ESPIPE);
    std::int64_t from = 0;
    switch (call.integer(3)) {
    case NB_SEEK_SET:
        break;
    case NB_SEEK_CUR:
        from = (*file)->position();
        break;
    case NB_SEEK_END:
        from = static_cast<std::int64_t>((*file)->inode()->size());
        break;
    default:
        return fail(NB_EINVAL);
    }
    std::int64_t to = 0;
    if (__builtin_add_overflow(from, call.offset(2), &to) || to < 0)
        return fail(NB_EINVAL);
    (*file)->setPosition(to);
    return answer(to);
}

} // namespace

std::span<const CallEntry> openCalls()
{
    static constexpr std::array kCalls{
        slow(NB_SYS_open, "open", 3, sysOpen),
        slow(NB_SYS_openat, "openat", 4, sysOpenat),
        quick(NB_SYS_close, "close", 1, sysClose),
        quick(NB_SYS_lseek, "lseek", 4, sysLseek),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
