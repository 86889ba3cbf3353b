// SPDX-License-Identifier: BSD-2-Clause
// Types: which comparison fits which field, and which value.
#include "clientcore/call/names.h"
#include "clientcore/filter/program.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <limits>

namespace rumpscope::trace {

namespace {

tl::unexpected<FilterError> mistake(std::size_t position, std::size_t length, std::string message)
{
    return tl::unexpected(FilterError{position, length, std::move(message)});
}
tl::unexpected<FilterError> mistake(const Literal &at, std::string message)
{
    return mistake(at.position, at.length, std::move(message));
}

bool sameLetters(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
    });
}

std::string unknownField(const TestClause &test)
{
    std::vector<std::string_view> names;
    for (const FilterField &field : filterFields())
        names.push_back(field.name);
    if (abi::findCall(test.field))
        return fmt::format("{} is a call, not a field: write call == {}", test.field, test.field);
    return fmt::format("no field is called {}{}", test.field, call::didYouMean(test.field, names));
}

bool orders(Comparison comparison)
{
    return comparison == Comparison::Less || comparison == Comparison::LessEqual ||
           comparison == Comparison::Greater || comparison == Comparison::GreaterEqual;
}
bool searches(Comparison comparison)
{
    return comparison == Comparison::Contains || comparison == Comparison::Begins ||
           comparison == Comparison::Ends;
}

/// Why the comparison does not fit; empty if it does.
std::string misfit(const FilterField &field, Comparison comparison)
{
    const bool isFlag = field.type == FieldType::Flag;
    if (comparison == Comparison::Alone)
        return isFlag ? ""
                      : fmt::format("{} alone says nothing: compare it, as in {} == ...", field.name,
                                    field.name);
    if (isFlag)
        return fmt::format("{} is true or false: write {} or !{}", field.name, field.name, field.name);
    const bool numeric = field.type == FieldType::Number || field.type == FieldType::Size ||
                         field.type == FieldType::Time || field.type == FieldType::Errno;
    if (orders(comparison) && (!numeric || field.type == FieldType::Errno))
        return fmt::format("{} has no order: use ==, != or in{}", field.name,
                           field.type == FieldType::Text ? ", contains, begins, ends" : "");
    const bool searchable = field.type == FieldType::Text || field.id == FieldId::Call;
    if (searches(comparison) && !searchable)
        return fmt::format("{} is no text: use ==, != {}", field.name,
                           numeric && field.type != FieldType::Errno ? "or < and >" : "or in");
    return {};
}

bool matchesText(std::string_view text, Comparison comparison, std::string_view wanted)
{
    switch (comparison) {
    case Comparison::Contains:
        return text.find(wanted) != std::string_view::npos;
    case Comparison::Begins:
        return text.starts_with(wanted);
    case Comparison::Ends:
        return text.ends_with(wanted);
    default:
        return text == wanted;
    }
}

/// Which calls and lifecycle steps are meant: decided here once instead of at every record.
Filtered<bool> addCalls(Condition &condition, const Literal &value)
{
    if (value.kind != Literal::Kind::Name && value.kind != Literal::Kind::Text)
        return mistake(value, "a call is compared with its name: call == open");
    const bool search = searches(condition.comparison);
    bool any = false;
    for (const abi::Call &call : abi::calls()) {
        const bool hit = matchesText(call.display, condition.comparison, value.text) ||
                         (!search && call.name == value.text);
        if (!hit)
            continue;
        any = true;
        condition.calls.resize(std::max<std::size_t>(condition.calls.size(), call.number + 1U));
        condition.calls[call.number] = true;
    }
    const auto kinds = wordsOf(FieldId::Kind);
    for (std::size_t i = 1; i < kinds.size(); ++i) { // from 1: a syscall has its own name
        if (!matchesText(kinds[i], condition.comparison, value.text))
            continue;
        any = true;
        condition.mask |= 1U << i;
    }
    if (any || search)
        return true;
    std::vector<std::string_view> names(kinds.begin() + 1, kinds.end());
    for (const abi::Call &call : abi::calls())
        names.push_back(call.display);
    return mistake(value,
                   fmt::format("no call is named {}{}", value.text, call::didYouMean(value.text, names)));
}

Filtered<bool> addWord(Condition &condition, const Literal &value)
{
    const auto words = wordsOf(condition.field->id);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!sameLetters(words[i], value.text))
            continue;
        condition.mask |= 1U << i;
        return true;
    }
    const std::vector<std::string_view> all(words.begin(), words.end());
    const std::string hint = call::didYouMean(value.text, all);
    return mistake(value, fmt::format("{} is none of {}: {}{}", value.text, condition.field->name,
                                      fmt::join(all, ", "), hint));
}

Filtered<bool> addErrno(Condition &condition, const Literal &value)
{
    if (value.kind == Literal::Kind::Number) {
        condition.numbers.push_back(value.number);
        return true;
    }
    std::vector<std::string_view> names;
    if (value.kind == Literal::Kind::Name) {
        constexpr std::int32_t kLast = 128; // NetBSD's end below 100
        for (std::int32_t number = 0; number <= kLast; ++number) {
            const abi::ErrnoFact *fact = abi::findErrno(number);
            if (fact)
                names.push_back(fact->name);
            if (!fact || !sameLetters(fact->name, value.text))
                continue;
            condition.numbers.push_back(number);
            return true;
        }
        return mistake(
            value, fmt::format("no error is called {}{}", value.text, call::didYouMean(value.text, names)));
    }
    return mistake(value, "errno is compared with a name or a number: errno == ENOENT");
}

Filtered<bool> addNumber(Condition &condition, const Literal &value)
{
    const FieldType type = condition.field->type;
    using Kind = Literal::Kind;
    const bool time = type == FieldType::Time;
    const bool plain = value.kind == Kind::Number;
    if (time && plain && value.number != 0)
        return mistake(value, fmt::format("{} of what? Write a unit: {}us, {}ms or {}s", value.text,
                                          value.text, value.text, value.text));
    const bool fits = plain || value.kind == (time                      ? Kind::Duration
                                              : type == FieldType::Size ? Kind::Size
                                                                        : Kind::Number);
    if (!fits)
        return mistake(value, fmt::format("{} is compared with {}", condition.field->name,
                                          time                      ? "a time, such as 5ms"
                                          : type == FieldType::Size ? "a size, such as 4096 or 4KiB"
                                                                    : "a number"));
    condition.numbers.push_back(value.number);
    return true;
}

Filtered<bool> addValue(Condition &condition, const Literal &value)
{
    switch (condition.field->type) {
    case FieldType::Name:
        return condition.field->id == FieldId::Call ? addCalls(condition, value) : addWord(condition, value);
    case FieldType::Text:
        if (value.kind != Literal::Kind::Text)
            return mistake(value, fmt::format("{} is compared with a text in quotes: \"{}\"",
                                              condition.field->name, value.text));
        condition.texts.push_back(value.text);
        return true;
    case FieldType::Errno:
        return addErrno(condition, value);
    case FieldType::Time:
    case FieldType::Number:
    case FieldType::Size:
        return addNumber(condition, value);
    case FieldType::Flag:
        break;
    }
    return true;
}

Filtered<Condition> checkTest(const TestClause &test)
{
    Condition condition;
    condition.field = findFilterField(test.field);
    condition.comparison = test.comparison;
    if (!condition.field)
        return mistake(test.position, test.length, unknownField(test));
    const std::string wrong = misfit(*condition.field, test.comparison);
    if (!wrong.empty())
        return test.comparison == Comparison::Alone
                   ? mistake(test.position, test.length, wrong)
                   : mistake(test.comparisonPosition, test.comparisonLength, wrong);
    for (const Literal &value : test.values) {
        if (const auto added = addValue(condition, value); !added)
            return tl::unexpected(added.error());
    }
    return condition;
}

} // namespace

Filtered<Step> checkClause(const Clause &clause)
{
    Step step;
    step.kind = clause.kind;
    if (clause.kind == Clause::Kind::Test) {
        auto condition = checkTest(clause.test);
        if (!condition)
            return tl::unexpected(condition.error());
        step.condition = std::move(*condition);
    }
    for (const Clause &part : clause.parts) {
        auto checked = checkClause(part);
        if (!checked)
            return checked;
        step.parts.push_back(std::move(*checked));
    }
    return step;
}

} // namespace rumpscope::trace
