// SPDX-License-Identifier: GPL-3.0-or-later
// Who a process is: pids, users and groups as they are read, supplementary groups and the login name.
#include "app/rumpscope-kernel/calls/table.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

constexpr std::size_t kMaxGroups = 16;
constexpr std::size_t kLoginRoom = 16;

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

/// Of the session, cut to the room there is.
Task<Outcome<Values>> sysGetlogin(Call &call)
{
    std::array<char, kLoginRoom> name{};
    const auto &names = call.kernel.loginNames;
    if (const auto found = names.find(call.process->session); found != names.end())
        found->second.copy(name.data(), name.size());
    const std::uint64_t count = std::min<std::uint64_t>(call.word(1), name.size());
    co_return answer(co_await call.memory.copyOut(call.word(0), std::as_bytes(std::span(name)).first(count)));
}

Task<Outcome<Values>> sysSetlogin(Call &call)
{
    if (!call.process->credentials.isRoot())
        co_return fail(NB_EPERM);
    auto name = co_await call.memory.copyInString(call.word(0), kLoginRoom + 1);
    if (!name && name.error() == Errno{NB_ENAMETOOLONG})
        co_return fail(NB_EINVAL);
    if (!name)
        co_return pass(name);
    call.kernel.loginNames[call.process->session] = std::move(*name);
    co_return answer(0);
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
        slow(NB_SYS___getlogin, "__getlogin", 2, sysGetlogin),
        slow(NB_SYS___setlogin, "__setlogin", 1, sysSetlogin),
        slow(NB_SYS_getgroups, "getgroups", 2, sysGetgroups),
        slow(NB_SYS_setgroups, "setgroups", 2, sysSetgroups),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
