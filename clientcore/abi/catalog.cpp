// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/abi/catalog.h"

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

const Call *findCall(std::uint32_t number)
{
    const auto all = calls();
    const auto found = std::lower_bound(all.begin(), all.end(), number,
                                        [](const Call &call, std::uint32_t n) { return call.number < n; });
    return found == all.end() || found->number != number ? nullptr : &*found;
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
    return findNamed(calls(), name);
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
