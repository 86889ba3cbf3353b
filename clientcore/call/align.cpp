// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/align.h"

#include "clientcore/call/names.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::call {

namespace {

using abi::Role;
using Arguments = std::vector<const abi::Argument *>;

bool isMemory(Role role)
{
    switch (role) {
    case Role::BufferIn:
    case Role::BufferOut:
    case Role::StructIn:
    case Role::StructOut:
    case Role::StructInOut:
    case Role::IovecIn:
    case Role::IovecOut:
        return true;
    default:
        return false;
    }
}

bool isNumber(const Value &value)
{
    return std::holds_alternative<NumberValue>(value.is) || std::holds_alternative<NamesValue>(value.is);
}

/// Does `value` have a form that `role` takes? Sizes of room for the kernel are numbers too: the argument
/// after it.
bool fits(const abi::Argument &argument, const Value &value)
{
    const bool null = std::holds_alternative<NullValue>(value.is);
    const bool string = std::holds_alternative<StringValue>(value.is);
    const bool list = std::holds_alternative<ListValue>(value.is);
    const bool structure = std::holds_alternative<StructValue>(value.is);
    switch (argument.role) {
    case Role::Path:
    case Role::String:
        return string || null;
    case Role::BufferIn:
        return string || null || list || structure;
    case Role::BufferOut:
    case Role::StructOut:
        return !isNumber(value);
    case Role::StructIn:
    case Role::StructInOut:
        return list || structure || null;
    case Role::IovecIn:
    case Role::IovecOut:
    case Role::LengthInOut:
        return list || null;
    case Role::Chosen:
        return true; // what fits, the other arguments say
    case Role::Address:
    case Role::Pointer:
        return null;
    default:
        return isNumber(value);
    }
}

/// May it be left out wherever it stands?
bool isOmissible(const abi::Call &call, const abi::Argument &argument)
{
    const auto index = &argument - call.arguments.data();
    if (argument.optional || isOutput(argument.role) || argument.role == Role::LengthInOut ||
        isOpaque(argument.role))
        return true;
    if (argument.role == Role::Size)
        return std::any_of(call.arguments.begin(), call.arguments.end(),
                           [&](const abi::Argument &other) { return other.lengthArgument == index; });
    // A second thing to read is there or not: the new value of sysctl, the address of sendto.
    const bool second = std::any_of(call.arguments.begin(), call.arguments.begin() + index,
                                    [](const abi::Argument &other) { return isMemory(other.role); });
    return second && argument.lengthArgument >= 0 &&
           (argument.role == Role::BufferIn || argument.role == Role::StructIn);
}

/// Tries every way to leave arguments out, the one that leaves out the last ones first.
class Aligner
{
public:
    Aligner(const abi::Call &call, const Arguments &slots, const std::vector<Value> &values)
        : m_call(call)
        , m_slots(slots)
        , m_values(values)
        , m_placed(slots.size())
    {}

    bool place(std::size_t slot, std::size_t value)
    {
        if (slot == m_slots.size())
            return value == m_values.size();
        const abi::Argument &argument = *m_slots[slot];
        if (value < m_values.size()) {
            if (fits(argument, m_values[value])) {
                m_placed[slot] = &m_values[value];
                if (place(slot + 1, value + 1))
                    return true;
            } else if (value > m_failedValue || m_failure.empty()) {
                m_failedValue = value;
                m_failure = fmt::format("{} is {}", argument.name, wantedFor(argument));
            }
        }
        m_placed[slot] = nullptr;
        const bool skippable =
            argument.optional || (m_values.size() < m_slots.size() && isOmissible(m_call, argument));
        if (!skippable && value >= m_values.size())
            m_required = std::min(m_required, slot);
        return skippable && place(slot + 1, value);
    }

    const abi::Call &m_call;
    const Arguments &m_slots;
    const std::vector<Value> &m_values;
    std::vector<const Value *> m_placed;
    std::size_t m_failedValue = 0;
    std::string m_failure;
    std::size_t m_required = SIZE_MAX;
};

} // namespace

Arguments writtenArguments(const abi::Call &call)
{
    Arguments arguments;
    for (const abi::Argument &argument : call.arguments) {
        if (argument.role != Role::Pad)
            arguments.push_back(&argument);
    }
    return arguments;
}

const abi::Argument *lengthOf(const abi::Call &call, const abi::Argument &argument)
{
    if (argument.lengthArgument < 0)
        return nullptr;
    const auto index = static_cast<std::uint8_t>(argument.lengthArgument);
    return index < call.arguments.size() ? &call.arguments[index] : nullptr;
}

bool isOpaque(Role role)
{
    return role == Role::Pointer || role == Role::Chosen || role == Role::Address;
}

bool isOutput(Role role)
{
    return role == Role::BufferOut || role == Role::StructOut;
}

tl::unexpected<ExpressionError> tooFew(const abi::Call &call, const Expression &expression,
                                       const abi::Argument &missing)
{
    return mistake(expression.end == 0 ? 0 : expression.end - 1, 1,
                   fmt::format("too few arguments, {} is missing: {}", missing.name, prototype(call)));
}

Parsed<std::vector<const Value *>> align(const abi::Call &call, const Expression &expression)
{
    const Arguments slots = writtenArguments(call);
    const auto &values = expression.arguments;
    if (values.size() > slots.size()) {
        const Value &first = values[slots.size()];
        const Value &last = values.back();
        return mistake(first.position, last.position + last.length - first.position,
                       fmt::format("too many arguments: {}", prototype(call)));
    }
    Aligner aligner(call, slots, values);
    if (aligner.place(0, 0))
        return std::move(aligner.m_placed);
    // Everything typed found its place, and something is still missing.
    if (aligner.m_required < slots.size())
        return tooFew(call, expression, *slots[aligner.m_required]);
    if (aligner.m_failure.empty())
        return mistake(expression.namePosition, expression.nameLength,
                       fmt::format("too few arguments: {}", prototype(call)));
    const Value &at = values[aligner.m_failedValue];
    return mistake(at.position, at.length, fmt::format("{}; {}", aligner.m_failure, prototype(call)));
}

} // namespace rumpscope::call
