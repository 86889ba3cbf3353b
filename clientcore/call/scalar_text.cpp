// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/scalar_text.h"

#include "clientcore/abi/netbsd.h"
#include "clientcore/call/align.h"
#include "clientcore/call/bytes.h"
#include "clientcore/call/names.h"

#include <fmt/format.h>

namespace rumpscope::call {

namespace {

using abi::Role;

bool isSigned(const abi::Argument &argument)
{
    const std::string_view type = argument.type;
    return !type.starts_with("u") && type != "size_t" && type != "dev_t" && type != "socklen_t";
}

} // namespace

const abi::FlagSet *scalarSet(const abi::Call &call, std::size_t index, std::span<const std::uint64_t> slots)
{
    const abi::Argument &argument = call.arguments[index];
    const std::int64_t before = index == 0 ? 0 : signExtend(slots[index - 1], 4);
    if (call.number == abi::NB_SYS_fcntl && index == 2) {
        if (before == abi::NB_F_SETFL)
            return abi::findFlagSet("open flags");
        return before == abi::NB_F_SETFD ? abi::findFlagSet("descriptor flags") : nullptr;
    }
    if (argument.flagSet != nullptr && argument.flagSet->name == "socket option") {
        if (before == abi::NB_IPPROTO_TCP)
            return abi::findFlagSet("TCP option");
        if (before == abi::NB_IPPROTO_IP)
            return abi::findFlagSet("IP option");
        if (before != abi::NB_SOL_SOCKET)
            return nullptr;
    }
    return argument.flagSet;
}

std::string scalarText(const abi::Call &call, std::size_t index, std::span<const std::uint64_t> slots)
{
    const abi::Argument &argument = call.arguments[index];
    const std::size_t width = argument.bytes;
    const std::int64_t number = signExtend(slots[index], width);
    const std::uint64_t bits = width == 4 ? slots[index] & 0xffffffffU : slots[index];
    if (argument.role == Role::Mode)
        return modeText(bits);
    if (argument.role == Role::Fd)
        return number == abi::NB_AT_FDCWD ? "AT_FDCWD" : std::to_string(number);
    const abi::FlagSet *set = scalarSet(call, index, slots);
    if (set != nullptr && argument.role == Role::Enum) {
        // Numbers with the top bit set stand in the tables without a sign.
        const std::string name = enumName(*set, number);
        return startsName(name.front()) || number >= 0 ? name : enumName(*set, signExtend(bits, 8));
    }
    if (set != nullptr)
        return flagNames(*set, bits);
    // -1 means "leave it" for owners, whose type has no sign.
    const bool minusOne = width == 4 && number == -1 && argument.role == Role::Int;
    return isSigned(argument) || minusOne ? std::to_string(number) : std::to_string(bits);
}

bool isScalar(abi::Role role)
{
    switch (role) {
    case Role::Int:
    case Role::Fd:
    case Role::Flags:
    case Role::Enum:
    case Role::Mode:
    case Role::Size:
    case Role::Offset:
        return true;
    default:
        return false;
    }
}

bool hasFailed(const abi::Call *call, const SeenCall &seen)
{
    const bool valueIsErrno = call != nullptr && call->result == abi::ResultKind::ErrnoValue;
    return seen.answered && (seen.error != 0 || (valueIsErrno && seen.retval[0] != 0));
}

std::string resultText(const abi::Call *call, const SeenCall &seen)
{
    if (!seen.answered)
        return "…";
    if (seen.error != 0)
        return errnoText(seen.error);
    if (call == nullptr)
        return fmt::format("= {}", seen.retval[0]);
    switch (call->result) {
    case abi::ResultKind::TwoFds:
        return fmt::format("= [{}, {}]", seen.retval[0], seen.retval[1]);
    case abi::ResultKind::Mode:
        return fmt::format("= {}", octal(static_cast<std::uint64_t>(seen.retval[0])));
    case abi::ResultKind::ErrnoValue: {
        const auto value = static_cast<std::int32_t>(seen.retval[0]);
        const abi::ErrnoFact *fact = value == 0 ? nullptr : abi::findErrno(value);
        return fact == nullptr ? fmt::format("= {}", value) : fmt::format("= {} {}", value, fact->name);
    }
    default:
        return fmt::format("= {}", seen.retval[0]);
    }
}

std::string errnoText(std::int32_t netbsdErrno, bool withMeaning)
{
    const abi::ErrnoFact *fact = abi::findErrno(netbsdErrno);
    if (fact == nullptr)
        return fmt::format("-1 errno {}", netbsdErrno);
    return withMeaning ? fmt::format("-1 {} ({})", fact->name, fact->meaning)
                       : fmt::format("-1 {}", fact->name);
}

} // namespace rumpscope::call
