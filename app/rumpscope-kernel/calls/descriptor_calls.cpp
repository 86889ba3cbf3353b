// SPDX-License-Identifier: GPL-3.0-or-later
// dup and fcntl.
#include "app/rumpscope-kernel/calls/table.h"

namespace rumpscope::kernel {

namespace {

Outcome<Values> duplicate(Call &call, std::int32_t least, bool closeOnExec)
{
    auto file = call.file(0);
    if (!file)
        return pass(file);
    const auto fd = call.process->descriptors.add(std::move(*file), closeOnExec, least);
    if (!fd)
        return pass(fd);
    return answer(*fd);
}

Outcome<Values> duplicateTo(Call &call, std::uint32_t flags)
{
    auto file = call.file(0);
    if (!file)
        return pass(file);
    if ((flags & ~static_cast<std::uint32_t>(NB_O_CLOEXEC | NB_O_NONBLOCK | NB_O_NOSIGPIPE)) != 0)
        return fail(NB_EINVAL);
    const std::int32_t to = call.integer(1);
    if (to == call.integer(0))
        return answer(to);
    auto put = call.process->descriptors.put(to, {std::move(*file), (flags & NB_O_CLOEXEC) != 0});
    if (!put)
        return pass(put);
    return answer(to);
}

Outcome<Values> sysDup(Call &call)
{
    return duplicate(call, 0, false);
}

Outcome<Values> sysDup2(Call &call)
{
    return duplicateTo(call, 0);
}

Outcome<Values> sysDup3(Call &call)
{
    return duplicateTo(call, call.bits(2));
}

Outcome<Values> sysFcntl(Call &call)
{
    DescriptorTable &table = call.process->descriptors;
    if (call.integer(1) == NB_F_CLOSEM) {
        if (call.integer(0) < 0)
            return fail(NB_EBADF);
        table.closeFrom(call.integer(0));
        return answer(0);
    }
    if (call.integer(1) == NB_F_MAXFD)
        return answer(table.slots().empty() ? -1 : table.slots().rbegin()->first);
    Descriptor *descriptor = table.find(call.integer(0));
    if (descriptor == nullptr)
        return fail(NB_EBADF);
    File &file = *descriptor->file;
    switch (call.integer(1)) {
    case NB_F_DUPFD:
        return duplicate(call, call.integer(2), false);
    case NB_F_DUPFD_CLOEXEC:
        return duplicate(call, call.integer(2), true);
    case NB_F_GETFD:
        return answer(descriptor->closeOnExec ? NB_FD_CLOEXEC : 0);
    case NB_F_SETFD:
        descriptor->closeOnExec = (call.integer(2) & NB_FD_CLOEXEC) != 0;
        return answer(0);
    case NB_F_GETFL:
        return answer(file.flags());
    case NB_F_SETFL:
        file.setStatusFlags(call.bits(2));
        return answer(0);
    case NB_F_GETNOSIGPIPE:
        return answer((file.flags() & NB_O_NOSIGPIPE) != 0 ? 1 : 0);
    case NB_F_SETNOSIGPIPE:
        file.setFlag(NB_O_NOSIGPIPE, call.integer(2) != 0);
        return answer(0);
    default:
        return fail(NB_EINVAL);
    }
}

} // namespace

std::span<const CallEntry> descriptorCalls()
{
    static constexpr std::array kCalls{
        quick(NB_SYS_dup, "dup", 1, sysDup),
        quick(NB_SYS_dup2, "dup2", 2, sysDup2),
        quick(NB_SYS_dup3, "dup3", 3, sysDup3),
        quick(NB_SYS_fcntl, "fcntl", 3, sysFcntl),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
