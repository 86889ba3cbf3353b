// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/server/call_line.h"

#include "clientcore/abi/catalog.h"
#include "clientcore/wire/text.h"

#include <fmt/format.h>

namespace rumpscope::kernel {

namespace {

constexpr std::uint64_t kLargestDecimal = 99999;

std::string plain(std::uint64_t value)
{
    return value <= kLargestDecimal ? fmt::format("{}", value) : fmt::format("{:#x}", value);
}

/// The name of exactly this value among those inside `mask`; empty if it has none.
std::string_view valueName(const abi::FlagSet &set, std::uint64_t value, std::uint64_t mask)
{
    for (const abi::NamedValue &named : set.values) {
        const auto bits = static_cast<std::uint64_t>(named.value);
        if ((bits & ~mask) == 0 && bits == (value & mask))
            return named.name;
    }
    return {};
}

std::string enumText(const abi::FlagSet &set, std::uint64_t value)
{
    const std::string_view name = valueName(set, value, ~std::uint64_t{0});
    return name.empty() ? plain(value) : std::string(name);
}

/// O_RDWR|O_CREAT; what has no name stays a number.
std::string flagsText(const abi::FlagSet &set, std::uint64_t value)
{
    const auto mask = static_cast<std::uint64_t>(set.enumMask);
    std::string text(mask != 0 ? valueName(set, value, mask) : std::string_view());
    std::uint64_t rest = text.empty() ? value : value & ~mask;
    const auto add = [&text](std::string_view one) { text.append(text.empty() ? "" : "|").append(one); };
    for (const abi::NamedValue &named : set.values) {
        const auto bits = static_cast<std::uint64_t>(named.value);
        if (bits == 0 || (bits & mask) != 0 || (rest & bits) != bits)
            continue;
        rest &= ~bits;
        add(named.name);
    }
    if (rest != 0 || text.empty())
        add(plain(rest));
    return text;
}

std::string quoted(const SeenCopies::Copy &copy)
{
    const std::string text = fmt::format("\"{}\"", wire::printable(copy.bytes, copy.bytes.size()));
    return copy.length > copy.bytes.size() ? text + "..." : text;
}

std::string memory(const abi::Argument &argument, std::uint64_t address, const SeenCopies &copies)
{
    const SeenCopies::Copy *copy = copies.at(address);
    if (copy == nullptr)
        return address == 0 ? "NULL" : fmt::format("{:#x}", address);
    const bool isText = argument.role == abi::Role::Path || argument.role == abi::Role::String ||
                        argument.role == abi::Role::BufferIn || argument.role == abi::Role::BufferOut;
    return isText ? quoted(*copy) : fmt::format("{{{} bytes}}", copy->length);
}

std::string text(const abi::Argument &argument, std::uint64_t slot, const SeenCopies &copies)
{
    const auto number = static_cast<std::int32_t>(slot);
    switch (argument.role) {
    case abi::Role::Fd:
        return number == NB_AT_FDCWD ? "AT_FDCWD" : fmt::format("{}", number);
    case abi::Role::Flags:
        return flagsText(*argument.flagSet, slot & 0xffffffffU);
    case abi::Role::Enum:
        return enumText(*argument.flagSet, slot & 0xffffffffU);
    case abi::Role::Mode:
        return fmt::format("0{:o}", slot & 0xffffffffU);
    case abi::Role::Int:
        return argument.type == "int" ? fmt::format("{}", number) : plain(slot);
    case abi::Role::Offset:
        return fmt::format("{}", static_cast<std::int64_t>(slot));
    case abi::Role::Size:
        return plain(slot);
    default:
        return memory(argument, slot, copies);
    }
}

std::string argumentsText(const Call &call, const CallEntry *entry, const SeenCopies &copies)
{
    std::string all;
    const auto add = [&all](const std::string &one) { all += (all.empty() ? "" : ", ") + one; };
    const abi::Call *known = abi::findCall(call.number);
    if (known == nullptr) {
        for (std::size_t i = 0; entry != nullptr && i < entry->slots; ++i)
            add(plain(call.arguments[i]));
        return all;
    }
    for (std::size_t i = 0; i < known->arguments.size() && i < kMaxSlots; ++i) {
        if (known->arguments[i].role != abi::Role::Pad)
            add(text(known->arguments[i], call.arguments[i], copies));
    }
    return all;
}

std::string resultText(const Outcome<Values> &outcome)
{
    if (outcome)
        return outcome->second == 0 ? fmt::format("{}", outcome->first)
                                    : fmt::format("{} {}", outcome->first, outcome->second);
    const auto number = static_cast<std::int32_t>(outcome.error());
    const abi::ErrnoFact *fact = abi::findErrno(number);
    return fact != nullptr ? fmt::format("-1 {} ({})", fact->name, fact->meaning)
                           : fmt::format("-1 errno {}", number);
}

} // namespace

std::string callLine(const Call &call, const CallEntry *entry, const Outcome<Values> &outcome,
                     const SeenCopies &copies)
{
    const abi::Call *known = abi::findCall(call.number);
    std::string name = fmt::format("call {}", call.number);
    if (known != nullptr)
        name = known->display;
    else if (entry != nullptr)
        name = entry->name;
    return fmt::format("{} {}: {}({}) = {}", call.process->pid, wire::printable(call.process->name), name,
                       argumentsText(call, entry, copies), resultText(outcome));
}

} // namespace rumpscope::kernel
