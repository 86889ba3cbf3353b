// SPDX-License-Identifier: GPL-3.0-or-later
// The system as a whole: limits, its components, reboot.
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/proc/uio.h"

#include <algorithm>
#include <array>

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

/// struct modstat: one component of the kernel.
struct Component
{
    std::array<char, 32> name{};
    std::array<char, 320> needs{}; ///< others, with commas between them
    std::uint64_t address = 0;
    std::int32_t source = 0; ///< 0: it is part of the kernel
    std::int32_t kind = 0;
    std::uint32_t size = 0;
    std::uint32_t references = ~0U; ///< of those that cannot be unloaded
    std::array<std::uint32_t, 4> flags{};
};
static_assert(sizeof(Component) == 392);

Component component(std::string_view name, std::int32_t kind)
{
    Component made;
    name.copy(made.name.data(), made.name.size() - 1);
    made.kind = kind;
    return made;
}

/// As much of the list as there is room for; the length it has goes back.
Task<Outcome<Values>> listComponents(Call &call)
{
    constexpr std::int32_t kFileSystem = 2;
    constexpr std::int32_t kSecurityModel = 5;
    static const std::array kComponents{component("rumpfs", kFileSystem), component("tmpfs", kFileSystem),
                                        component("suser", kSecurityModel)};
    IoVector vector;
    auto copied = co_await call.copyIn(call.word(1), vector);
    if (!copied)
        co_return pass(copied);
    const auto list = std::as_bytes(std::span(kComponents));
    const std::size_t count = std::min<std::uint64_t>(list.size(), vector.length);
    copied = co_await call.memory.copyOut(vector.base, list.first(count));
    if (!copied)
        co_return pass(copied);
    vector.length = list.size();
    co_return answer(co_await call.copyOut(call.word(1), vector));
}

/// struct modctl_load.
struct LoadRequest
{
    std::uint64_t path = 0;
    std::uint32_t flags = 0;
    std::uint32_t padding = 0;
    std::uint64_t properties = 0;
    std::uint64_t propertiesLength = 0;
};
static_assert(sizeof(LoadRequest) == layout::modctl_load::kSize);

/// No file here is a component that could be loaded.
Task<Outcome<Values>> loadComponent(Call &call)
{
    LoadRequest wanted;
    auto copied = co_await call.copyIn(call.word(1), wanted);
    if (!copied)
        co_return pass(copied);
    if ((wanted.properties == 0) != (wanted.propertiesLength == 0))
        co_return fail(NB_EINVAL);
    auto path = co_await call.memory.copyInString(wanted.path);
    if (!path)
        co_return pass(path);
    co_return fail(call.process->credentials.isRoot() ? NB_ENOENT : NB_EPERM);
}

Task<Outcome<Values>> sysModctl(Call &call)
{
    constexpr std::size_t kLongestName = 32;
    switch (call.integer(0)) {
    case NB_MODCTL_LOAD:
        co_return co_await loadComponent(call);
    case NB_MODCTL_UNLOAD: {
        auto name = co_await call.memory.copyInString(call.word(1), kLongestName);
        if (!name)
            co_return pass(name);
        co_return fail(call.process->credentials.isRoot() ? NB_ENOENT : NB_EPERM);
    }
    case NB_MODCTL_STAT:
        co_return co_await listComponents(call);
    case NB_MODCTL_EXISTS: // may components be loaded by name, or by themselves?
        if (call.word(1) > 1)
            co_return fail(NB_EINVAL);
        co_return call.process->credentials.isRoot() ? answer(0) : Outcome<Values>(fail(NB_EPERM));
    default:
        co_return fail(NB_EINVAL);
    }
}

} // namespace

std::span<const CallEntry> systemCalls()
{
    static constexpr std::array kCalls{
        quick(NB_SYS_reboot, "reboot", 2, sysReboot),
        slow(NB_SYS_getrlimit, "getrlimit", 2, sysGetrlimit),
        slow(NB_SYS_modctl, "modctl", 2, sysModctl),
        slow(NB_SYS_setrlimit, "setrlimit", 2, sysSetrlimit),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
