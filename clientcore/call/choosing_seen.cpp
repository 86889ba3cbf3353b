// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/choosing_seen.h"

#include "clientcore/abi/netbsd.h"
#include "clientcore/call/seen_memory.h"

#include <algorithm>

namespace rumpscope::call {

namespace {

constexpr std::size_t kFlagsOfMount = 2;

/// The copied string that begins at an address.
std::string_view nameAt(const SeenCall &seen, std::uint64_t address)
{
    for (const Copy &copy : seen.copies) {
        if (copy.kind == Copy::Kind::Out || copy.address != address)
            continue;
        const auto end = std::find(copy.data.begin(), copy.data.end(), std::byte{0});
        return {reinterpret_cast<const char *>(copy.data.data()),
                static_cast<std::size_t>(end - copy.data.begin())};
    }
    return {};
}

} // namespace

Choosing choosing(const abi::Call &call, std::size_t index, const SeenCall &seen)
{
    const abi::Argument &argument = call.arguments[index];
    if (argument.choosing < 0) // quotactl: the structure itself says it
        return {static_cast<std::uint32_t>(
                    loadUnsigned(seenMemory(seen.copies, Direction::In, seen.arguments[index], 4).bytes)),
                {},
                false};
    const std::uint64_t word = seen.arguments[static_cast<std::size_t>(argument.choosing)];
    Choosing by{static_cast<std::uint32_t>(word), {}, false};
    if (argument.chooser == abi::Chooser::Mount) {
        by.name = nameAt(seen, word);
        by.asks = (seen.arguments[kFlagsOfMount] & static_cast<std::uint64_t>(abi::NB_MNT_GETARGS)) != 0;
    }
    return by;
}

bool choosesNumber(const abi::Call &call, std::size_t index, const SeenCall &seen)
{
    const abi::Argument &argument = call.arguments[index];
    if (argument.role != abi::Role::Chosen || argument.chooser == abi::Chooser::Mount)
        return false;
    const Chosen what = chosenBy(argument.chooser, choosing(call, index, seen));
    return what.known && what.pointee.kind == abi::Pointee::Kind::Nothing;
}

} // namespace rumpscope::call
