// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/abi/netbsd.h"
#include "clientcore/call/align.h"
#include "clientcore/call/bind_memory.h"
#include "clientcore/call/encode.h"
#include "clientcore/call/marshal.h"
#include "clientcore/call/names.h"
#include "clientcore/call/sysctl_name.h"

#include <fmt/format.h>

namespace rumpscope::call {

namespace {

using abi::Role;

Parsed<const abi::Call *> lookUp(const Expression &expression)
{
    if (const abi::Call *call = abi::findCall(expression.name))
        return call;
    std::vector<std::string_view> names;
    for (const abi::Call &call : abi::calls())
        names.push_back(call.display);
    return mistake(
        expression.namePosition, expression.nameLength,
        fmt::format("there is no call named {}{}", expression.name, didYouMean(expression.name, names)));
}

Parsed<Value> bindNumber(const abi::Argument &argument, const Value &value)
{
    const abi::FlagSet *set = argument.flagSet;
    if (argument.role == Role::Mode)
        set = abi::findFlagSet("file mode");
    else if (argument.role == Role::Fd)
        set = abi::findFlagSet("directory descriptor");
    const auto number = encodeNumber(value, set);
    if (!number)
        return tl::unexpected(number.error());
    if (!fits(*number, argument.bytes))
        return mistake(value.position, value.length,
                       fmt::format("{} does not fit {} {}", *number, argument.type, argument.name));
    return Value{NumberValue{*number}, value.position, value.length};
}

Parsed<Value> bindString(const abi::Argument &argument, const Value &value)
{
    const auto *string = std::get_if<StringValue>(&value.is);
    if (string == nullptr)
        return value;
    if (string->cut)
        return mistake(value.position, value.length,
                       "a string that was cut (…) cannot be sent: write all of it");
    if (string->bytes.find('\0') != std::string::npos)
        return mistake(value.position, value.length,
                       fmt::format("{} ends at a \\0: it cannot hold one", argument.name));
    if (string->bytes.size() >= kBufferLimit)
        return mistake(value.position, value.length, fmt::format("{} is longer than 16 MiB", argument.name));
    return value;
}

Parsed<Value> bindOne(const abi::Argument &argument, const Value &value)
{
    switch (argument.role) {
    case Role::Path:
    case Role::String:
        return bindString(argument, value);
    case Role::Int:
    case Role::Fd:
    case Role::Flags:
    case Role::Enum:
    case Role::Mode:
    case Role::Size:
    case Role::Offset:
        return bindNumber(argument, value);
    default:
        return value;
    }
}

/// open(O_CREAT) reads a mode that nobody wrote: the kernel would take what lies around.
Parsed<void> checkMode(const abi::Call &call, const std::vector<const Value *> &typed,
                       const std::vector<Value> &values)
{
    const auto arguments = writtenArguments(call);
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        if (arguments[i]->role != Role::Mode || !arguments[i]->optional || typed[i] != nullptr)
            continue;
        const auto *flags = std::get_if<NumberValue>(&values[i - 1].is);
        if (flags != nullptr && (flags->number & abi::NB_O_CREAT) != 0)
            return mistake(values[i - 1].position, values[i - 1].length,
                           "O_CREAT needs permissions for the new file behind it: , 0644");
    }
    return {};
}

/// A call of sysctl whose first argument is a name in quotes.
bool namesSysctl(const abi::Call &call, const Expression &expression)
{
    return call.number == abi::NB_SYS___sysctl && !expression.arguments.empty() &&
           std::holds_alternative<StringValue>(expression.arguments.front().is);
}

Parsed<Expression> withNumbers(Expression expression)
{
    Value &name = expression.arguments.front();
    auto numbers = sysctlNumbers(std::get<StringValue>(name.is), name);
    if (!numbers)
        return tl::unexpected(numbers.error());
    name = std::move(*numbers);
    return expression;
}

Parsed<BoundCall> bindTo(const abi::Call &call, const Expression &expression)
{
    const auto typed = align(call, expression);
    if (!typed)
        return tl::unexpected(typed.error());
    const auto arguments = writtenArguments(call);
    BoundCall bound{&call, {}};
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        // What was left out stands where the call ends, so that a mistake has a place.
        const Value nothing{isOpaque(arguments[i]->role) ? decltype(Value::is)(NullValue{})
                                                         : decltype(Value::is)(NumberValue{0}),
                            expression.end == 0 ? 0 : expression.end - 1, 0};
        auto value = (*typed)[i] == nullptr ? Parsed<Value>(nothing) : bindOne(*arguments[i], *(*typed)[i]);
        if (!value)
            return tl::unexpected(value.error());
        bound.values.push_back(std::move(*value));
    }
    if (auto fine = checkMode(call, *typed, bound.values); !fine)
        return tl::unexpected(fine.error());
    if (auto fine = bindMemory(expression, *typed, bound); !fine)
        return tl::unexpected(fine.error());
    return bound;
}

} // namespace

tl::expected<BoundCall, ExpressionError> bind(const Expression &expression)
{
    const auto call = lookUp(expression);
    if (!call)
        return tl::unexpected(call.error());
    if (!namesSysctl(**call, expression))
        return bindTo(**call, expression);
    return withNumbers(expression).and_then([&](const Expression &numbered) {
        return bindTo(**call, numbered);
    });
}

} // namespace rumpscope::call
