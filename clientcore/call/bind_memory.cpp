// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/bind_memory.h"

#include "clientcore/abi/netbsd.h"
#include "clientcore/call/encode.h"
#include "clientcore/call/memory_binder.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace rumpscope::call {

namespace {

using abi::LengthUnit;
using abi::Role;

// Room where the user names none: for a few structures, a socket address, a value of sysctl.
constexpr std::uint64_t kDefaultItems = 16;
constexpr std::uint64_t kDefaultAddress = 128;
constexpr std::uint64_t kDefaultValue = 1024;

/// [4096] as room.
std::optional<std::uint64_t> typedRoom(const Value *value)
{
    const auto *list = value == nullptr ? nullptr : std::get_if<ListValue>(&value->is);
    if (list == nullptr || list->items.size() != 1)
        return std::nullopt;
    const auto *number = std::get_if<NumberValue>(&list->items.front().is);
    return number == nullptr || number->number < 0
               ? std::nullopt
               : std::optional(static_cast<std::uint64_t>(number->number));
}

std::uint64_t unitSize(const abi::Argument &argument)
{
    return argument.lengthUnit == LengthUnit::Elements && argument.structure != nullptr
               ? argument.structure->size
               : 1;
}

} // namespace

Parsed<void> MemoryBinder::run()
{
    for (std::size_t i = 0; i < m_arguments.size(); ++i) {
        if (auto fine = one(i); !fine)
            return fine;
    }
    return {};
}

Parsed<void> MemoryBinder::one(std::size_t index)
{
    switch (m_arguments[index]->role) {
    case Role::BufferIn:
    case Role::StructIn:
    case Role::StructInOut:
        if (m_arguments[index]->structure != nullptr && leadsOn(*m_arguments[index]->structure))
            return block(index);
        return input(index);
    case Role::Chosen:
        return chosen(index);
    case Role::BufferOut:
    case Role::StructOut:
        return output(index);
    case Role::IovecIn:
    case Role::IovecOut:
        return vector(index);
    default:
        return {};
    }
}

std::size_t MemoryBinder::indexOf(const abi::Argument *argument) const
{
    return static_cast<std::size_t>(std::find(m_arguments.begin(), m_arguments.end(), argument) -
                                    m_arguments.begin());
}

Parsed<void> MemoryBinder::limit(std::size_t index, std::uint64_t size) const
{
    if (size <= kBufferLimit)
        return {};
    const Value &at = m_bound.values[index];
    return mistake(at.position, at.length,
                   fmt::format("{} bytes for {} are too many: {} (16 MiB) at most", size,
                               m_arguments[index]->name, kBufferLimit));
}

Parsed<std::uint64_t> MemoryBinder::typedLength(std::size_t length) const
{
    const Value &value = m_bound.values[length];
    const auto *number = std::get_if<NumberValue>(&value.is);
    if (number != nullptr && number->number >= 0)
        return static_cast<std::uint64_t>(number->number);
    return mistake(value.position, value.length,
                   fmt::format("{} is a length: it cannot be negative", m_arguments[length]->name));
}

/// The length as typed may not exceed what there is; left out, it is what there is.
Parsed<void> MemoryBinder::setLength(std::size_t length, std::uint64_t have, const char *what)
{
    Value &value = m_bound.values[length];
    if (m_typed[length] == nullptr) {
        value.is = NumberValue{static_cast<std::int64_t>(have)};
        return {};
    }
    const auto given = typedLength(length);
    if (!given)
        return tl::unexpected(given.error());
    if (*given > have)
        return mistake(
            value.position, value.length,
            fmt::format("{} is {}, but there are only {} {}", m_arguments[length]->name, *given, have, what));
    return {};
}

Parsed<void> MemoryBinder::input(std::size_t index)
{
    const abi::Argument &argument = *m_arguments[index];
    const std::size_t length = indexOf(lengthOf(*m_bound.call, argument));
    Value &value = m_bound.values[index];
    if (m_typed[index] == nullptr || isNull(m_typed[index])) {
        value.is = NullValue{};
        return {}; // with any length: what the kernel says to that is the kernel's business
    }
    auto bytes = argument.structure == nullptr ? encodeBuffer(value) : structures(argument, value);
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (auto fine = limit(index, bytes->size()); !fine)
        return fine;
    if (length < m_arguments.size()) {
        const std::uint64_t unit = unitSize(argument);
        const bool address = argument.structure != nullptr && argument.lengthUnit == LengthUnit::Bytes;
        // An address may be announced longer than it is (a path in its 106 bytes); the rest is zeros.
        if (const auto given = typedLength(length); address && m_typed[length] != nullptr && given)
            bytes->resize(std::max<std::size_t>(bytes->size(), std::min<std::uint64_t>(*given, 255)));
        if (auto fine = setLength(length, bytes->size() / unit, unit == 1 ? "bytes" : "items"); !fine)
            return fine;
    }
    value.is = StringValue{textOf(*bytes)};
    return {};
}

Parsed<void> MemoryBinder::output(std::size_t index)
{
    const abi::Argument &argument = *m_arguments[index];
    const std::size_t length = indexOf(lengthOf(*m_bound.call, argument));
    Value &value = m_bound.values[index];
    if (argument.lengthUnit == LengthUnit::PointedTo)
        return pointedTo(index, length);
    const std::uint64_t unit = unitSize(argument);
    const bool null = isNull(m_typed[index]);
    if (length >= m_arguments.size()) {
        value.is = null ? decltype(value.is)(NullValue{}) : RoomValue{argument.structure->size};
        return {};
    }
    auto room = typedRoom(m_typed[index]);
    if (!room && m_typed[index] != nullptr && argument.role == Role::BufferOut) {
        if (const auto *string = std::get_if<StringValue>(&m_typed[index]->is))
            room = string->bytes.size();
    }
    if (m_typed[length] == nullptr) {
        if (!room && !null && argument.structure == nullptr)
            return tooFew(*m_bound.call, m_expression, *m_arguments[length]);
        const std::uint64_t size = argument.structure != nullptr ? argument.structure->size : 0;
        const std::uint64_t count = null ? 0 : room.value_or(kDefaultItems * size / unit);
        m_bound.values[length].is = NumberValue{static_cast<std::int64_t>(count)};
    }
    const auto count = typedLength(length);
    if (!count)
        return tl::unexpected(count.error());
    if (null) {
        value.is = NullValue{};
        return {};
    }
    const bool brackets =
        std::holds_alternative<ListValue>(value.is) && room && argument.structure == nullptr;
    if (brackets && *room < *count)
        return mistake(
            value.position, value.length,
            fmt::format("{} is {}, but the room is only {}", m_arguments[length]->name, *count, *room));
    if (auto fine = limit(m_typed[length] == nullptr ? index : length,
                          *count > kBufferLimit ? *count : *count * unit);
        !fine)
        return fine;
    value.is = RoomValue{*count * unit};
    return {};
}

/// Memory whose length goes in and comes back: getsockname, sysctl.
Parsed<void> MemoryBinder::pointedTo(std::size_t index, std::size_t length)
{
    const abi::Argument &argument = *m_arguments[index];
    Value &value = m_bound.values[index];
    Value &lengthValue = m_bound.values[length];
    const bool null = isNull(m_typed[index]);
    auto room = typedRoom(m_typed[index]);
    const Value *given = m_typed[length];
    if (given != nullptr && !isNull(given)) {
        room = typedRoom(given);
        if (!room)
            return mistake(given->position, given->length,
                           fmt::format("{} is a list of one length: [128]", m_arguments[length]->name));
    }
    if (!room)
        room = null ? 0 : argument.structure != nullptr ? kDefaultAddress : kDefaultValue;
    if (auto fine = limit(given == nullptr ? index : length, *room); !fine)
        return fine;
    // Nothing to write to and no length to ask for: sysctl that only sets.
    const bool noLength = isNull(given) || (given == nullptr && null);
    lengthValue.is =
        noLength ? decltype(value.is)(NullValue{}) : NumberValue{static_cast<std::int64_t>(*room)};
    value.is = null ? decltype(value.is)(NullValue{}) : RoomValue{*room};
    return {};
}

Parsed<void> bindMemory(const Expression &expression, const std::vector<const Value *> &typed,
                        BoundCall &bound)
{
    return MemoryBinder(expression, typed, bound).run();
}

} // namespace rumpscope::call
