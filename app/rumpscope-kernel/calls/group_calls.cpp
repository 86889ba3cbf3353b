// SPDX-License-Identifier: GPL-3.0-or-later
// Process groups and sessions.
#include "app/rumpscope-kernel/calls/table.h"

namespace rumpscope::kernel {

namespace {

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
    call.kernel.beginSession(process.pid, process.session);
    process.group = process.session = process.pid;
    return answer(process.pid);
}

} // namespace

std::span<const CallEntry> groupCalls()
{
    static constexpr std::array kCalls{
        quick(NB_SYS_getpgrp, "getpgrp", 0, sysGetpgrp), quick(NB_SYS_getpgid, "getpgid", 1, sysGetpgid),
        quick(NB_SYS_setpgid, "setpgid", 2, sysSetpgid), quick(NB_SYS_getsid, "getsid", 1, sysGetsid),
        quick(NB_SYS_setsid, "setsid", 0, sysSetsid),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
