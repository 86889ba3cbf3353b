// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/vectors.h"

#include "clientcore/call/encode.h"

#include <optional>

namespace rumpscope::call {

namespace {

/// 16, [16]: room of so many bytes.
std::optional<std::uint64_t> sizeOf(const Value &value)
{
    const Value *at = &value;
    if (const auto *list = std::get_if<ListValue>(&value.is); list != nullptr && list->items.size() == 1)
        at = &list->items.front();
    const auto *number = std::get_if<NumberValue>(&at->is);
    return number == nullptr || number->number < 0
               ? std::nullopt
               : std::optional(static_cast<std::uint64_t>(number->number));
}

Parsed<Value> writtenItem(const Value &item)
{
    auto size = sizeOf(item);
    if (const auto *string = std::get_if<StringValue>(&item.is); string != nullptr && !string->cut)
        size = string->bytes.size();
    if (const auto *pair = std::get_if<StructValue>(&item.is); pair != nullptr && pair->fields.size() == 2)
        size = sizeOf(pair->fields[1].value);
    if (!size)
        return mistake(item.position, item.length, "room for the kernel is a size: [16, 32]");
    return Value{RoomValue{*size}, item.position, item.length};
}

Parsed<Value> readItem(const Value &item)
{
    const Value *data = &item;
    if (const auto *pair = std::get_if<StructValue>(&item.is); pair != nullptr && pair->fields.size() == 2)
        data = &pair->fields[0].value;
    if (!std::holds_alternative<StringValue>(data->is))
        return mistake(item.position, item.length, "data is written as a \"string\"");
    const auto bytes = encodeBuffer(*data);
    if (!bytes)
        return tl::unexpected(bytes.error());
    return Value{StringValue{textOf(*bytes)}, item.position, item.length};
}

} // namespace

Parsed<ListValue> bindVector(bool kernelReads, const Value &value)
{
    const auto *list = std::get_if<ListValue>(&value.is);
    if (list == nullptr || list->cut)
        return mistake(value.position, value.length, "a whole list of buffers has to stand here");
    ListValue items;
    for (const Value &item : list->items) {
        auto one = kernelReads ? readItem(item) : writtenItem(item);
        if (!one)
            return tl::unexpected(one.error());
        items.items.push_back(std::move(*one));
    }
    return items;
}

} // namespace rumpscope::call
