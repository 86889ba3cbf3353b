// SPDX-License-Identifier: GPL-3.0-or-later
// setuid, setgid and their kind.
#include "app/rumpscope-kernel/calls/table.h"

namespace rumpscope::kernel {

namespace {

/// The three ids of a user or of a group.
struct Ids
{
    std::uint32_t &real;
    std::uint32_t &effective;
    std::uint32_t &saved;
};

Ids users(Credentials &who)
{
    return {who.realUser, who.effectiveUser, who.savedUser};
}

Ids groups(Credentials &who)
{
    return {who.realGroup, who.effectiveGroup, who.savedGroup};
}

/// What the new ids should be; -1: stays.
struct Wanted
{
    std::uint32_t real = ~0U;
    std::uint32_t effective = ~0U;
    std::uint32_t saved = ~0U;
};

/// Which of the ids it has now a process without privilege may take.
enum Allowed : unsigned { FromReal = 1, FromEffective = 2, FromSaved = 4 };

bool mayTake(const Ids &ids, std::uint32_t id, unsigned allowed)
{
    return id == ~0U || ((allowed & FromReal) != 0 && id == ids.real) ||
           ((allowed & FromEffective) != 0 && id == ids.effective) ||
           ((allowed & FromSaved) != 0 && id == ids.saved);
}

struct Rules
{
    unsigned real;
    unsigned effective;
    unsigned saved;
};

Outcome<Values> change(Process &process, const Ids &ids, const Wanted &wanted, const Rules &rules)
{
    const bool allowed = mayTake(ids, wanted.real, rules.real) &&
                         mayTake(ids, wanted.effective, rules.effective) &&
                         mayTake(ids, wanted.saved, rules.saved);
    if (!process.credentials.isRoot() && !allowed)
        return fail(NB_EPERM);
    process.changedIdentity = true;
    if (wanted.real != ~0U)
        ids.real = wanted.real;
    if (wanted.effective != ~0U)
        ids.effective = wanted.effective;
    if (wanted.saved != ~0U)
        ids.saved = wanted.saved;
    return answer(0);
}

/// setuid, setgid: all three.
Outcome<Values> setAll(Call &call, const Ids &ids)
{
    const std::uint32_t id = call.bits(0);
    return change(*call.process, ids, {id, id, id}, {FromReal, FromReal, FromReal});
}

Outcome<Values> setEffective(Call &call, const Ids &ids)
{
    return change(*call.process, ids, {~0U, call.bits(0), ~0U}, {0, FromReal | FromSaved, 0});
}

/// With a new real id the saved one becomes the effective one.
Outcome<Values> setRealAndEffective(Call &call, const Ids &ids)
{
    Wanted wanted{call.bits(0), call.bits(1), ~0U};
    if (wanted.real != ~0U)
        wanted.saved = wanted.effective != ~0U ? wanted.effective : ids.effective;
    constexpr unsigned kAny = FromReal | FromEffective | FromSaved;
    return change(*call.process, ids, wanted, {FromReal | FromEffective, kAny, kAny});
}

Outcome<Values> sysSetuid(Call &call)
{
    return setAll(call, users(call.process->credentials));
}

Outcome<Values> sysSetgid(Call &call)
{
    return setAll(call, groups(call.process->credentials));
}

Outcome<Values> sysSeteuid(Call &call)
{
    return setEffective(call, users(call.process->credentials));
}

Outcome<Values> sysSetegid(Call &call)
{
    return setEffective(call, groups(call.process->credentials));
}

Outcome<Values> sysSetreuid(Call &call)
{
    return setRealAndEffective(call, users(call.process->credentials));
}

Outcome<Values> sysSetregid(Call &call)
{
    return setRealAndEffective(call, groups(call.process->credentials));
}

} // namespace

std::span<const CallEntry> credentialCalls()
{
    static constexpr std::array kCalls{
        quick(NB_SYS_setuid, "setuid", 1, sysSetuid),
        quick(NB_SYS_setgid, "setgid", 1, sysSetgid),
        quick(NB_SYS_seteuid, "seteuid", 1, sysSeteuid),
        quick(NB_SYS_setegid, "setegid", 1, sysSetegid),
        quick(NB_SYS_setreuid, "setreuid", 2, sysSetreuid),
        quick(NB_SYS_setregid, "setregid", 2, sysSetregid),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
