// SPDX-License-Identifier: GPL-3.0-or-later
// The system as a whole: limits and reboot.
#include "app/rumpscope-kernel/calls/table.h"

namespace rumpscope::kernel {

namespace {

/// Answered; then the kernel ends.
Outcome<Values> sysReboot(Call &call)
{
    if (!call.process->credentials.isRoot())
        return fail(NB_EPERM);
    call.kernel.rebooting = true;
    return answer(0);
}

Task<Outcome<Values>> sysGetrlimit(Call &call)
{
    static_assert(sizeof(ResourceLimit) == layout::rlimit::kSize);
    if (call.bits(0) >= kResourceLimits)
        co_return fail(NB_EINVAL);
    const ResourceLimit limit = call.process->limits[call.bits(0)];
    co_return answer(co_await call.copyOut(call.word(1), limit));
}

Task<Outcome<Values>> sysSetrlimit(Call &call)
{
    const std::uint32_t which = call.bits(0);
    ResourceLimit wanted;
    auto copied = co_await call.copyIn(call.word(1), wanted);
    if (!copied)
        co_return pass(copied);
    if (which >= kResourceLimits)
        co_return fail(NB_EINVAL);
    ResourceLimit &limit = call.process->limits[which];
    if (wanted.soft > wanted.hard)
        co_return fail(NB_EINVAL);
    if (wanted.hard > limit.hard && !call.process->credentials.isRoot())
        co_return fail(NB_EPERM);
    if (which == NB_RLIMIT_NOFILE) {
        const std::uint64_t most = DescriptorTable::kMost;
        wanted = {std::min(wanted.soft, most), std::min(wanted.hard, most)};
        call.process->descriptors.setLimit(static_cast<std::int32_t>(wanted.soft));
    }
    limit = wanted;
    co_return answer(0);
}

} // namespace

std::span<const CallEntry> systemCalls()
{
    static constexpr std::array kCalls{
        quick(NB_SYS_reboot, "reboot", 2, sysReboot),
        slow(NB_SYS_getrlimit, "getrlimit", 2, sysGetrlimit),
        slow(NB_SYS_setrlimit, "setrlimit", 2, sysSetrlimit),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
