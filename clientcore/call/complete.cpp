// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/complete.h"

#include "clientcore/abi/catalog.h"
#include "clientcore/call/align.h"
#include "clientcore/call/half_typed.h"
#include "clientcore/call/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace rumpscope::call {

namespace {

using abi::Role;

bool begins(std::string_view text, std::string_view prefix)
{
    const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
    };
    return text.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), text.begin(), same);
}

void offerCalls(std::string_view prefix, std::vector<Candidate> &candidates)
{
    for (const abi::Call &call : abi::calls()) {
        if (begins(call.display, prefix))
            candidates.push_back({fmt::format("{}(", call.display), prototype(call)});
    }
    std::sort(candidates.begin(), candidates.end(),
              [](const Candidate &a, const Candidate &b) { return a.text < b.text; });
}

void offerSet(const abi::FlagSet &set, std::string_view prefix, std::vector<Candidate> &candidates)
{
    for (const abi::NamedValue &value : set.values) {
        if (begins(value.name, prefix))
            candidates.push_back({std::string(value.name), fmt::format("{:#x}", value.value)});
    }
}

const abi::FlagSet *setOf(const abi::Argument &argument)
{
    if (argument.role == Role::Fd && argument.name.find("fd") != std::string_view::npos)
        return abi::findFlagSet("directory descriptor");
    return argument.flagSet;
}

/// Where lists and structures may stand; the typed position may run behind the argument's, as lengths and
/// outputs can be left out, so the nearest argument from there on that has a shape is taken.
const abi::Argument *shapedFrom(const std::vector<const abi::Argument *> &arguments, std::size_t index)
{
    for (std::size_t i = index; i < arguments.size(); ++i) {
        if (arguments[i]->structure != nullptr)
            return arguments[i];
    }
    return nullptr;
}

void offerInside(const abi::Structure &structure, const OpenBracket &open, std::string_view prefix,
                 std::vector<Candidate> &candidates)
{
    if (structure.name == "sockaddr") {
        if (open.item == 0 || open.field.find("family") != std::string_view::npos)
            offerSet(*abi::findFlagSet("address family"), prefix, candidates);
        return;
    }
    for (const abi::Field &field : structure.fields) {
        if (!open.field.empty() && field.name == open.field && field.flagSet != nullptr)
            offerSet(*field.flagSet, prefix, candidates);
        const bool given = std::find(open.given.begin(), open.given.end(), field.name) != open.given.end();
        if (open.field.empty() && !given && !field.name.empty() && begins(field.name, prefix))
            candidates.push_back({fmt::format("{}=", field.name), fmt::format("{} bytes", field.size)});
    }
}

void offerMib(const abi::Call &call, const OpenBracket &open, std::string_view prefix,
              std::vector<Candidate> &candidates)
{
    if (call.name != "__sysctl")
        return;
    const abi::FlagSet *set = abi::findFlagSet(open.item == 0 ? "sysctl top level" : "sysctl name");
    if (set != nullptr && open.item < 2)
        offerSet(*set, prefix, candidates);
}

void offerArguments(const HalfTyped &half, const abi::Call &call, std::string_view prefix,
                    Completion &completion)
{
    const auto arguments = writtenArguments(call);
    const std::size_t index = half.brackets.front().item;
    completion.hint = prototype(call, static_cast<int>(index));
    if (index >= arguments.size())
        return;
    const abi::Argument &current = *arguments[index];
    if (current.type.ends_with('*')) // C's way of writing it is of no use here
        completion.hint += fmt::format("   {} is {}", current.name, wantedFor(current));
    if (half.inString)
        return;
    const OpenBracket &open = half.brackets.back();
    auto &candidates = completion.candidates;
    if (half.brackets.size() == 1) {
        if (const abi::FlagSet *set = setOf(current))
            offerSet(*set, prefix, candidates);
        else if (isOpaque(current.role) && begins("NULL", prefix))
            candidates.push_back({"NULL", "nothing"});
        return;
    }
    if (open.sign == '[')
        return offerMib(call, open, prefix, candidates);
    if (const abi::Argument *argument = shapedFrom(arguments, index))
        offerInside(*argument->structure, open, prefix, candidates);
}

} // namespace

Completion complete(std::string_view text, std::size_t cursor)
{
    cursor = std::min(cursor, text.size());
    const HalfTyped half = readHalfTyped(text, cursor);
    Completion completion;
    completion.begin = half.wordBegin;
    completion.end = half.wordEnd;
    if (half.closed)
        return completion;
    const std::string_view prefix = text.substr(half.wordBegin, cursor - half.wordBegin);
    if (half.brackets.empty()) {
        if (!half.inString)
            offerCalls(prefix, completion.candidates);
        // The ( that is there already is not typed twice.
        if (completion.end < text.size() && text[completion.end] == '(')
            ++completion.end;
        return completion;
    }
    if (const abi::Call *call = abi::findCall(half.call))
        offerArguments(half, *call, prefix, completion);
    return completion;
}

} // namespace rumpscope::call
