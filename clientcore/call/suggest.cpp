// SPDX-License-Identifier: BSD-2-Clause
// What might have been meant, and how a call is written.
#include "clientcore/call/names.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::call {

using abi::Role;

namespace {

/// Steps from `a` to `b`: a letter changed, added, dropped, or two neighbours swapped. Case counts little.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> next(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        next[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = (a[i - 1] | 0x20) == (b[j - 1] | 0x20);
            next[j] = std::min({last[j] + 1, next[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                next[j] = std::min(next[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, next);
    }
    return last[b.size()];
}

} // namespace

std::string didYouMean(std::string_view typed, std::span<const std::string_view> names)
{
    constexpr std::size_t kLongestName = 64;
    if (typed.empty() || typed.size() > kLongestName)
        return {};
    std::string_view best;
    std::size_t least = std::max<std::size_t>(typed.size() / 3, 1) + 1;
    for (const std::string_view name : names) {
        const std::size_t steps = distance(typed, name);
        if (steps < least) {
            least = steps;
            best = name;
        }
    }
    return best.empty() ? std::string() : fmt::format("; did you mean {}?", best);
}

std::string prototype(const abi::Call &call, int marked)
{
    std::string text = fmt::format("{}(", call.display);
    int index = 0;
    for (const abi::Argument &argument : call.arguments) {
        if (argument.role == Role::Pad)
            continue;
        const std::string_view gap = argument.type.ends_with('*') ? "" : " ";
        std::string one = fmt::format("{}{}{}", argument.type, gap, argument.name);
        if (index == marked)
            one = fmt::format("«{}»", one);
        if (argument.optional)
            text += fmt::format("[{}{}]", index > 0 ? ", " : "", one);
        else
            text += (index > 0 ? ", " : "") + one;
        ++index;
    }
    return text + ")";
}

std::string wantedFor(const abi::Argument &argument)
{
    switch (argument.role) {
    case Role::Path:
        return "a path in quotes: \"/tmp/x\"";
    case Role::String:
        return "a string in quotes";
    case Role::BufferIn:
        return "data in quotes: \"hello\"";
    case Role::BufferOut:
    case Role::StructOut:
        return "room for the kernel to write: [4096], or nothing at all";
    case Role::StructIn:
    case Role::StructInOut:
        return fmt::format("{} in {{}} or [], or NULL", argument.structure->name);
    case Role::IovecIn:
        return "a list of data: [\"one\", \"two\"]";
    case Role::IovecOut:
        return "a list of sizes: [16, 32]";
    case Role::LengthInOut:
        return "the room of the argument before it: [128], or NULL";
    case Role::Chosen:
        return "what the other arguments choose, in {}";
    case Role::Address:
    case Role::Pointer:
        return "NULL: the shape of this memory is not known here, so nothing else";
    default:
        return argument.flagSet != nullptr
                   ? fmt::format("a name of the set \"{}\" or a number", argument.flagSet->name)
                   : "a number";
    }
}

} // namespace rumpscope::call
