// SPDX-License-Identifier: GPL-3.0-or-later
// fcntl: what can be done to a descriptor and its open file.
#include "app/rumpscope-kernel/calls/duplicate.h"
#include "app/rumpscope-kernel/calls/lock_calls.h"
#include "app/rumpscope-kernel/calls/table.h"

namespace rumpscope::kernel {

namespace {

/// What no descriptor is needed for, or none that is open; nothing for other commands.
std::optional<Outcome<Values>> onTable(Call &call)
{
    DescriptorTable &table = call.process->descriptors;
    switch (call.integer(1)) {
    case NB_F_CLOSEM:
        if (call.integer(0) < 0)
            return fail(NB_EBADF);
        table.closeFrom(call.integer(0));
        return answer(0);
    case NB_F_MAXFD:
        return answer(table.slots().empty() ? -1 : table.slots().rbegin()->first);
    default:
        return std::nullopt;
    }
}

/// The kernel keeps the access mode plus one, and adds that one to whatever it is given: an access mode among
/// the flags can become O_NONBLOCK.
Outcome<Values> setFlags(File &file, std::uint32_t flags)
{
    file.setStatusFlags(flags + 1);
    return answer(0);
}

/// Regular files and the console have no owner: what their ioctl says to that.
bool hasOwner(const File &file)
{
    return file.kind() == File::Kind::Pipe || file.kind() == File::Kind::Socket;
}

/// A process, or as a negative number a process group; both must exist.
Outcome<Values> setOwner(Call &call, File &file, std::int32_t owner)
{
    if (!hasOwner(file))
        return fail(NB_ENOTTY);
    Kernel &kernel = call.kernel;
    if (owner > 0 && kernel.processes.find(owner) == nullptr)
        return fail(NB_ESRCH);
    if (owner < 0 && !kernel.processes.isGroup(-owner))
        return fail(NB_EINVAL);
    file.setOwner(owner, [&kernel, owner] { kernel.processes.raise(owner, NB_SIGIO); });
    return answer(0);
}

Outcome<Values> onDescriptor(Call &call, Descriptor &descriptor)
{
    File &file = *descriptor.file;
    switch (call.integer(1)) {
    case NB_F_DUPFD:
        return duplicate(call, call.integer(2), false);
    case NB_F_DUPFD_CLOEXEC:
        return duplicate(call, call.integer(2), true);
    case NB_F_GETFD:
        return answer(descriptor.closeOnExec ? NB_FD_CLOEXEC : 0);
    case NB_F_SETFD:
        descriptor.closeOnExec = (call.integer(2) & NB_FD_CLOEXEC) != 0;
        return answer(0);
    case NB_F_GETFL:
        return answer(file.flags());
    case NB_F_SETFL:
        return setFlags(file, call.bits(2));
    case NB_F_GETOWN:
        return hasOwner(file) ? answer(file.owner()) : Outcome<Values>(fail(NB_ENOTTY));
    case NB_F_SETOWN:
        return setOwner(call, file, call.integer(2));
    case NB_F_GETNOSIGPIPE:
        return answer((file.flags() & NB_O_NOSIGPIPE) != 0 ? 1 : 0);
    case NB_F_SETNOSIGPIPE:
        file.setFlag(NB_O_NOSIGPIPE, call.integer(2) != 0);
        return answer(0);
    default:
        return fail(NB_EINVAL);
    }
}

Task<Outcome<Values>> sysFcntl(Call &call)
{
    if (const auto done = onTable(call))
        co_return *done;
    const std::int32_t command = call.integer(1);
    if (command == NB_F_GETLK || command == NB_F_SETLK || command == NB_F_SETLKW)
        co_return co_await recordLock(call, command);
    Descriptor *descriptor = call.process->descriptors.find(call.integer(0));
    if (descriptor == nullptr)
        co_return fail(NB_EBADF);
    co_return onDescriptor(call, *descriptor);
}

} // namespace

std::span<const CallEntry> fcntlCalls()
{
    static constexpr std::array kCalls{slow(NB_SYS_fcntl, "fcntl", 3, sysFcntl)};
    return kCalls;
}

} // namespace rumpscope::kernel
