// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/names.h"

#include <fmt/format.h>

#include <bit>

namespace rumpscope::call {

namespace {

const abi::NamedValue *find(const abi::FlagSet &set, std::string_view name)
{
    for (const abi::NamedValue &value : set.values) {
        if (value.name == name)
            return &value;
    }
    return nullptr;
}

/// The set a name belongs to, of all there are.
const abi::FlagSet *home(std::string_view name, const abi::NamedValue *&value)
{
    for (const abi::FlagSet &set : abi::flagSets()) {
        value = find(set, name);
        if (value != nullptr)
            return &set;
    }
    return nullptr;
}

std::string unknownName(std::string_view name, const abi::FlagSet *set)
{
    const abi::NamedValue *elsewhere = nullptr;
    const abi::FlagSet *other = home(name, elsewhere);
    if (set == nullptr) {
        std::vector<std::string_view> all;
        for (const abi::FlagSet &each : abi::flagSets())
            for (const abi::NamedValue &value : each.values)
                all.push_back(value.name);
        return fmt::format("no constant is called {}{}", name, didYouMean(name, all));
    }
    if (other != nullptr)
        return fmt::format("{} belongs to the set \"{}\"; here the set \"{}\" is meant: {} ...", name,
                           other->name, set->name, set->values.front().name);
    return fmt::format("{} is not in the set \"{}\"{}", name, set->name, didYouMean(name, namesOf(*set)));
}

void append(std::string &text, std::string_view part)
{
    if (!text.empty())
        text += '|';
    text += part;
}

} // namespace

Parsed<std::int64_t> numberOf(const NamesValue &value, const Value &at, const abi::FlagSet *set)
{
    std::int64_t number = value.rest;
    for (const std::string &name : value.names) {
        const abi::NamedValue *found = nullptr;
        if (set != nullptr)
            found = find(*set, name);
        else
            home(name, found);
        if (found == nullptr)
            return mistake(at.position, at.length, unknownName(name, set));
        number |= found->value;
    }
    return number;
}

std::vector<FlagPart> flagParts(const abi::FlagSet &set, std::uint64_t value)
{
    const auto mask = static_cast<std::uint64_t>(set.enumMask);
    std::vector<FlagPart> parts;
    std::uint64_t rest = value;
    for (const abi::NamedValue &named : set.values) {
        const auto bits = static_cast<std::uint64_t>(named.value);
        // A value under the mask, or the name for nothing at all: F_OK.
        const bool chosen =
            mask != 0 ? (bits & ~mask) == 0 && (value & mask) == bits : value == 0 && bits == 0;
        if (chosen) {
            parts.push_back({std::string(named.name), bits});
            rest &= ~mask;
            break;
        }
    }
    // Names of several bits first: RB_POWERDOWN says more than RB_HALT|0x800.
    for (const bool several : {true, false}) {
        for (const abi::NamedValue &named : set.values) {
            const auto bits = static_cast<std::uint64_t>(named.value);
            if (bits == 0 || (bits & mask) != 0 || (std::popcount(bits) > 1) != several ||
                (rest & bits) != bits)
                continue;
            parts.push_back({std::string(named.name), bits});
            rest &= ~bits;
        }
    }
    if (rest != 0)
        parts.push_back({fmt::format("{:#x}", rest), rest, false});
    return parts;
}

std::string flagNames(const abi::FlagSet &set, std::uint64_t value)
{
    std::string text;
    for (const FlagPart &part : flagParts(set, value))
        append(text, part.name);
    return text.empty() ? "0" : text;
}

std::string enumName(const abi::FlagSet &set, std::int64_t value)
{
    for (const abi::NamedValue &named : set.values) {
        if (named.value == value)
            return std::string(named.name);
    }
    return std::to_string(value);
}

std::string octal(std::uint64_t value)
{
    return value == 0 ? "0" : fmt::format("0{:o}", value);
}

std::string modeText(std::uint64_t mode)
{
    static const abi::FlagSet *const kModes = abi::findFlagSet("file mode");
    const auto mask = static_cast<std::uint64_t>(kModes->enumMask);
    if ((mode & mask) == 0)
        return octal(mode);
    const std::string type = flagNames(*kModes, mode & mask);
    return fmt::format("{}|{}", type, octal(mode & ~mask));
}

std::vector<std::string_view> namesOf(const abi::FlagSet &set)
{
    std::vector<std::string_view> names;
    for (const abi::NamedValue &value : set.values)
        names.push_back(value.name);
    return names;
}

} // namespace rumpscope::call
