// SPDX-License-Identifier: BSD-2-Clause
// Structures and vectors: memory that may point to more memory.
#include "clientcore/abi/netbsd.h"
#include "clientcore/call/bind_block.h"
#include "clientcore/call/encode.h"
#include "clientcore/call/memory_binder.h"
#include "clientcore/call/vectors.h"

#include <algorithm>
#include <optional>

namespace rumpscope::call {

using abi::LengthUnit;
using abi::Role;

Parsed<Bytes> MemoryBinder::structures(const abi::Argument &argument, const Value &value) const
{
    const auto *list = std::get_if<ListValue>(&value.is);
    if (argument.lengthUnit != LengthUnit::Elements || list == nullptr)
        return encodeStructure(*argument.structure, value);
    if (list->cut)
        return mistake(value.position, value.length,
                       "a list that was cut (...) cannot be sent: write all of it");
    Bytes all;
    for (const Value &item : list->items) {
        auto bytes = encodeStructure(*argument.structure, item);
        if (!bytes)
            return bytes;
        all.insert(all.end(), bytes->begin(), bytes->end());
    }
    return all;
}

/// A structure, or several, with pointers in them.
Parsed<void> MemoryBinder::block(std::size_t index)
{
    const abi::Argument &argument = *m_arguments[index];
    const std::size_t length = indexOf(lengthOf(*m_bound.call, argument));
    Value &value = m_bound.values[index];
    if (m_typed[index] == nullptr) {
        value.is = NullValue{};
        return {};
    }
    std::optional<std::uint64_t> count;
    if (length < m_arguments.size() && m_typed[length] != nullptr) {
        const auto given = typedLength(length);
        if (!given)
            return tl::unexpected(given.error());
        count = *given;
    }
    const bool both = argument.role == Role::StructInOut;
    const abi::Pointee pointee{abi::Pointee::Kind::Structures,
                               both ? abi::Way::InOut : abi::Way::In,
                               argument.structure,
                               argument.lengthUnit,
                               -1,
                               0,
                               argument.data};
    auto bound = bindPointee(pointee, value, argument.data, count);
    if (!bound)
        return tl::unexpected(bound.error());
    value = std::move(*bound);
    if (length < m_arguments.size() && m_typed[length] == nullptr)
        m_bound.values[length].is = NumberValue{static_cast<std::int64_t>(count.value_or(0))};
    return {};
}

Choosing MemoryBinder::choosing(std::size_t index) const
{
    const abi::Argument &argument = *m_arguments[index];
    const auto number = [](const Value &value) {
        const auto *given = std::get_if<NumberValue>(&value.is);
        return given == nullptr ? 0U : static_cast<std::uint32_t>(given->number);
    };
    if (argument.choosing < 0) {
        // quotactl: the first field of the structure is its operation.
        const auto *structure = std::get_if<StructValue>(&m_bound.values[index].is);
        if (structure == nullptr || structure->fields.empty())
            return {};
        const auto operation =
            encodeNumber(structure->fields.front().value, abi::findFlagSet("quota operation"));
        return {operation ? static_cast<std::uint32_t>(*operation) : 0U, {}, false};
    }
    const Value &by =
        m_bound.values[indexOf(&m_bound.call->arguments[static_cast<std::size_t>(argument.choosing)])];
    Choosing choice{number(by), {}, false};
    if (argument.chooser == abi::Chooser::Mount) {
        const auto *name = std::get_if<StringValue>(&by.is);
        choice.name = name == nullptr ? std::string_view() : std::string_view(name->bytes);
        choice.asks = (number(m_bound.values[2]) & static_cast<std::uint32_t>(abi::NB_MNT_GETARGS)) != 0;
    }
    return choice;
}

Parsed<void> MemoryBinder::chosen(std::size_t index)
{
    const abi::Argument &argument = *m_arguments[index];
    const Chosen what = chosenBy(argument.chooser, choosing(index));
    const std::size_t length = indexOf(lengthOf(*m_bound.call, argument));
    Value &value = m_bound.values[index];
    const bool structure = std::holds_alternative<StructValue>(value.is);
    if (argument.chooser == abi::Chooser::Mount && (!structure || !what.known))
        return input(index); // bytes, as long as they are
    if (what.pointee.kind == abi::Pointee::Kind::Nothing && !isNull(&value)) {
        const auto number = encodeNumber(value, nullptr);
        if (!number)
            return tl::unexpected(number.error());
        value.is = NumberValue{*number};
        return {};
    }
    if (m_typed[index] == nullptr && what.pointee.way != abi::Way::Out) {
        value.is = NullValue{};
        return {};
    }
    std::optional<std::uint64_t> count;
    if (m_typed[index] == nullptr)
        value.is = ListValue{}; // room of the request's own size
    auto bound = bindPointee(what.pointee, value, what.pointee.data, count);
    if (!bound)
        return tl::unexpected(bound.error());
    value = std::move(*bound);
    if (length < m_arguments.size() && m_typed[length] == nullptr && what.pointee.structure != nullptr)
        m_bound.values[length].is = NumberValue{what.pointee.structure->size};
    return {};
}

Parsed<void> MemoryBinder::vector(std::size_t index)
{
    const abi::Argument &argument = *m_arguments[index];
    const std::size_t length = indexOf(lengthOf(*m_bound.call, argument));
    Value &value = m_bound.values[index];
    if (isNull(m_typed[index])) {
        value.is = NullValue{};
        return {};
    }
    auto items = bindVector(argument.role == Role::IovecIn, value);
    if (!items)
        return tl::unexpected(items.error());
    std::uint64_t total = 0;
    for (const Value &item : items->items) {
        const auto *room = std::get_if<RoomValue>(&item.is);
        const std::uint64_t size = room != nullptr ? room->size : std::get<StringValue>(item.is).bytes.size();
        total += std::min(size, kBufferLimit + 1);
    }
    if (auto fine = limit(index, total); !fine)
        return fine;
    if (auto fine = setLength(length, items->items.size(), "items"); !fine)
        return fine;
    value.is = std::move(*items);
    return {};
}

} // namespace rumpscope::call
