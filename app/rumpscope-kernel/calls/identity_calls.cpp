// SPDX-License-Identifier: GPL-3.0-or-later
// Who a process is: pids, users, groups, sessions.
#include "app/rumpscope-kernel/calls/table.h"

namespace rumpscope::kernel {

namespace {

constexpr std::size_t kMaxGroups = 16;

Outcome<Values> sysGetpid(Call &call)
{
    return answer(call.process->pid, call.process->parent);
}

Outcome<Values> sysGetppid(Call &call)
{
    return answer(call.process->parent);
}

Outcome<Values> sysGetuid(Call &call)
{
    return answer(call.process->credentials.realUser, call.process->credentials.effectiveUser);
}

Outcome<Values> sysGeteuid(Call &call)
{
    return answer(call.process->credentials.effectiveUser);
}

Outcome<Values> sysGetgid(Call &call)
{
    return answer(call.process->credentials.realGroup, call.process->credentials.effectiveGroup);
}

Outcome<Values> sysGetegid(Call &call)
{
    return answer(call.process->credentials.effectiveGroup);
}

Outcome<Values> sysIssetugid(Call &call)
{
    return answer(call.process->changedIdentity ? 1 : 0);
}

Outcome<Values> changed(Process &process)
{
    process.changedIdentity = true;
    return answer(0);
}

Outcome<Values> sysSetuid(Call &call)
{
    Credentials &who = call.process->credentials;
    const std::uint32_t user = call.bits(0);
    if (!who.isRoot() && user != who.realUser)
        return fail(NB_EPERM);
    who.realUser = who.effectiveUser = who.savedUser = user;
    return changed(*call.process);
}

Outcome<Values> sysSeteuid(Call &call)
{
    Credentials &who = call.process->credentials;
    const std::uint32_t user = call.bits(0);
    if (!who.isRoot() && user != who.realUser && user != who.savedUser)
        return fail(NB_EPERM);
    who.effectiveUser = user;
    return changed(*call.process);
}

Outcome<Values> sysSetgid(Call &call)
{
    Credentials &who = call.process->credentials;
    const std::uint32_t group = call.bits(0);
    if (!who.isRoot() && group != who.realGroup)
        return fail(NB_EPERM);
    who.realGroup = who.effectiveGroup = who.savedGroup = group;
    return changed(*call.process);
}

Outcome<Values> sysSetegid(Call &call)
{
    Credentials &who = call.process->credentials;
    const std::uint32_t group = call.bits(0);
    if (!who.isRoot() && group != who.realGroup && group != who.savedGroup)
        return fail(NB_EPERM);
    who.effectiveGroup = group;
    return changed(*call.process);
}

Task<Outcome<Values>> sysGetgroups(Call &call)
{
    const std::vector<std::uint32_t> groups = call.process->credentials.groups;
    const auto count = static_cast<std::int32_t>(groups.size());
    if (call.integer(0) == 0)
        co_return answer(count);
    if (call.integer(0) < count)
        co_return fail(NB_EINVAL);
    auto copied = co_await call.memory.copyOut(call.word(1), std::as_bytes(std::span(groups)));
    if (!copied)
        co_return pass(copied);
    co_return answer(count);
}

Task<Outcome<Values>> sysSetgroups(Call &call)
{
    if (call.bits(0) > kMaxGroups)
        co_return fail(NB_EINVAL);
    std::vector<std::uint32_t> groups(call.bits(0));
    auto copied = co_await call.memory.copyIn(call.word(1), std::as_writable_bytes(std::span(groups)));
    if (!copied)
        co_return pass(copied);
    if (!call.process->credentials.isRoot())
        co_return fail(NB_EPERM);
    call.process->credentials.groups = std::move(groups);
    co_return answer(0);
}

/// The process a pid argument means: 0 is the caller.
Outcome<ProcessPtr> named(const Call &call, std::size_t index)
{
    const std::int32_t pid = call.integer(index);
    ProcessPtr process = pid == 0 ? call.process : call.kernel.processes.find(pid);
    if (process == nullptr)
        return fail(NB_ESRCH);
    return process;
}

Outcome<Values> sysGetpgrp(Call &call)
{
    return answer(call.process->group);
}

Outcome<Values> sysGetpgid(Call &call)
{
    const auto process = named(call, 0);
    return process ? answer((*process)->group) : Outcome<Values>(pass(process));
}

Outcome<Values> sysGetsid(Call &call)
{
    const auto process = named(call, 0);
    return process ? answer((*process)->session) : Outcome<Values>(pass(process));
}

bool isGroupIn(const Call &call, std::int32_t group, std::int32_t session)
{
    for (const ProcessPtr &process : call.kernel.processes.newestFirst()) {
        if (process->group == group && process->session == session)
            return true;
    }
    return false;
}

Outcome<Values> sysSetpgid(Call &call)
{
    const auto process = named(call, 0);
    if (!process)
        return pass(process);
    Process &target = **process;
    const bool isChild = target.parent == call.process->pid;
    if (*process != call.process && !isChild)
        return fail(NB_ESRCH);
    if (call.integer(1) < 0)
        return fail(NB_EINVAL);
    const std::int32_t group = call.integer(1) == 0 ? target.pid : call.integer(1);
    if (group == target.group)
        return answer(0);
    const bool leadsSession = target.session == target.pid;
    const bool exists = group == target.pid || isGroupIn(call, group, call.process->session);
    if (leadsSession || target.session != call.process->session || !exists)
        return fail(NB_EPERM);
    target.group = group;
    return answer(0);
}

Outcome<Values> sysSetsid(Call &call)
{
    Process &process = *call.process;
    if (process.group == process.pid)
        return fail(NB_EPERM);
    process.group = process.session = process.pid;
    return answer(process.pid);
}

} // namespace

std::span<const CallEntry> identityCalls()
{
    static constexpr std::array kCalls{
        quick(NB_SYS_getpid_with_ppid, "getpid", 0, sysGetpid),
        quick(NB_SYS_getppid, "getppid", 0, sysGetppid),
        quick(NB_SYS_getuid_with_euid, "getuid", 0, sysGetuid),
        quick(NB_SYS_geteuid, "geteuid", 0, sysGeteuid),
        quick(NB_SYS_getgid_with_egid, "getgid", 0, sysGetgid),
        quick(NB_SYS_getegid, "getegid", 0, sysGetegid),
        quick(NB_SYS_issetugid, "issetugid", 0, sysIssetugid),
        quick(NB_SYS_setuid, "setuid", 1, sysSetuid),
        quick(NB_SYS_seteuid, "seteuid", 1, sysSeteuid),
        quick(NB_SYS_setgid, "setgid", 1, sysSetgid),
        quick(NB_SYS_setegid, "setegid", 1, sysSetegid),
        slow(NB_SYS_getgroups, "getgroups", 2, sysGetgroups),
        slow(NB_SYS_setgroups, "setgroups", 2, sysSetgroups),
        quick(NB_SYS_getpgrp, "getpgrp", 0, sysGetpgrp),
        quick(NB_SYS_getpgid, "getpgid", 1, sysGetpgid),
        quick(NB_SYS_setpgid, "setpgid", 2, sysSetpgid),
        quick(NB_SYS_getsid, "getsid", 1, sysGetsid),
        quick(NB_SYS_setsid, "setsid", 0, sysSetsid),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
