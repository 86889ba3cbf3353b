// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/abi/catalog.h"

#include "clientcore/abi/netbsd.h"
#include "clientcore/abi/tables.h"

#include <algorithm>

namespace rumpscope::abi {

namespace {

template<class Row>
const Row *findNamed(std::span<const Row> rows, std::string_view name)
{
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const Row &row) { return row.name == name; });
    return found == rows.end() ? nullptr : &*found;
}

} // namespace

std::span<const Call> calls()
{
    return tables::calls();
}

std::span<const Call> newerCalls()
{
    return tables::newerCalls();
}

const Call *findCall(std::uint32_t number)
{
    const auto all = tables::byNumber();
    return number < all.size() ? all[number] : nullptr;
}

const Call *findCall(std::string_view name)
{
    constexpr std::string_view kPrefix = "rump_sys_";
    if (name.starts_with(kPrefix))
        name.remove_prefix(kPrefix.size());
    // Display names first: the kernel's "mknod" is the old ABI, the "mknod" people mean is __mknod50.
    for (const Call &call : calls()) {
        if (call.display == name)
            return &call;
    }
    if (const Call *found = findNamed(calls(), name))
        return found;
    for (const Call &call : newerCalls()) {
        if (call.display == name)
            return &call;
    }
    return findNamed(newerCalls(), name);
}

std::span<const Choice> choices(Chooser chooser)
{
    return tables::choices(chooser);
}

const Choice *findChoice(Chooser chooser, std::int64_t key)
{
    const auto all = choices(chooser);
    const auto found = std::lower_bound(all.begin(), all.end(), key,
                                        [](const Choice &choice, std::int64_t k) { return choice.key < k; });
    return found == all.end() || found->key != key ? nullptr : &*found;
}

const Choice &serviceChoice(std::uint32_t flags)
{
    for (const std::int32_t flag :
         {NB_NFSSVC_BIOD, NB_NFSSVC_MNTD, NB_NFSSVC_ADDSOCK, NB_NFSSVC_SETEXPORTSLIST}) {
        if ((flags & static_cast<std::uint32_t>(flag)) != 0)
            return *findChoice(Chooser::Nfssvc, flag);
    }
    return *findChoice(Chooser::Nfssvc, NB_NFSSVC_NFSD);
}

Pointee encodedPointee(std::uint32_t request)
{
    constexpr std::uint32_t kOut = 0x40000000;
    constexpr std::uint32_t kIn = 0x80000000;
    const std::uint32_t size = (request >> 16) & 0x1fff;
    const bool in = (request & kIn) != 0;
    const bool out = (request & kOut) != 0;
    if (size == 0 || (!in && !out))
        return {};
    const Way way = in && out ? Way::InOut : in ? Way::In : Way::Out;
    return {Pointee::Kind::Bytes, way, nullptr, LengthUnit::Constant, -1, size, Way::None};
}

const ErrnoFact *findErrno(std::int32_t netbsdNumber)
{
    const auto all = tables::errnos();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const ErrnoFact &fact) { return fact.number == netbsdNumber; });
    return found == all.end() ? nullptr : &*found;
}

std::span<const FlagSet> flagSets()
{
    return tables::flagSets();
}

const FlagSet *findFlagSet(std::string_view name)
{
    return findNamed(flagSets(), name);
}

const Structure *findStructure(std::string_view name)
{
    return findNamed(tables::structures(), name);
}

std::string_view signalName(std::int32_t netbsdNumber)
{
    static const FlagSet *const kSignals = findFlagSet("signal");
    if (kSignals == nullptr)
        return {};
    for (const NamedValue &signal : kSignals->values) {
        if (signal.value == netbsdNumber)
            return signal.name;
    }
    return {};
}

} // namespace rumpscope::abi
