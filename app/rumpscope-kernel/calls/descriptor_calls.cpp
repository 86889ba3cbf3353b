// SPDX-License-Identifier: GPL-3.0-or-later
// dup and its kind.
#include "app/rumpscope-kernel/calls/duplicate.h"
#include "app/rumpscope-kernel/calls/table.h"

namespace rumpscope::kernel {

namespace {

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
    if ((flags & NB_O_NONBLOCK) != 0)
        (*file)->setFlag(NB_O_NONBLOCK, true); // of the open file: all its descriptors feel it
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

} // namespace

std::span<const CallEntry> descriptorCalls()
{
    static constexpr std::array kCalls{
        quick(NB_SYS_dup, "dup", 1, sysDup),
        quick(NB_SYS_dup2, "dup2", 2, sysDup2),
        quick(NB_SYS_dup3, "dup3", 3, sysDup3),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
