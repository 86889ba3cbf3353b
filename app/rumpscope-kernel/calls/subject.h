// SPDX-License-Identifier: GPL-3.0-or-later
// The file a call is about, named by a path or a descriptor.
#pragma once

#include "app/rumpscope-kernel/core/call.h"

namespace rumpscope::kernel {

/// The path in `slot`, relative to `directory`.
struct Subject
{
    std::int32_t directory;
    std::size_t slot;
    LastLink last = LastLink::Follow;
    /// Whether a bad descriptor shows before the path is fetched: the calls differ.
    bool descriptorFirst = false;
};

[[nodiscard]] inline LastLink lastLink(std::uint32_t atFlags)
{
    return (atFlags & NB_AT_SYMLINK_NOFOLLOW) != 0 ? LastLink::Keep : LastLink::Follow;
}

/// Copies the path in and finds what it names.
[[nodiscard]] inline Task<Outcome<InodePtr>> inodeOf(Call &call, Subject subject)
{
    if (const auto context = call.pathsAt(subject.directory); subject.descriptorFirst && !context)
        co_return pass(context);
    auto path = co_await call.path(subject.slot);
    if (!path)
        co_return pass(path);
    auto context = call.pathsAt(subject.directory);
    if (!context)
        co_return pass(context);
    co_return find(*context, *path, subject.last);
}

/// Hands the inode to `work`, which gives an Outcome<void>.
template<class Work>
[[nodiscard]] Task<Outcome<Values>> onPath(Call &call, Subject subject, Work work)
{
    auto inode = co_await inodeOf(call, subject);
    if (!inode)
        co_return pass(inode);
    co_return answer(work(call.process->credentials, **inode));
}

/// The same for the descriptor in the first argument; EINVAL for what has no inode.
template<class Work>
[[nodiscard]] Outcome<Values> onDescriptor(Call &call, Work work)
{
    const auto file = call.file(0);
    if (!file)
        return pass(file);
    const auto inode = (*file)->inode();
    if (inode == nullptr)
        return fail(NB_EINVAL);
    return answer(work(call.process->credentials, *inode));
}

} // namespace rumpscope::kernel
