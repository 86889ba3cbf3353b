// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/encode.h"

#include "clientcore/call/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>

namespace rumpscope::call {

namespace {

Parsed<void> encodeField(const abi::Field &field, const Value &value, std::span<std::byte> room,
                         Pointers pointers);

std::string fieldNames(const abi::Structure &structure)
{
    std::string text;
    for (const abi::Field &field : structure.fields)
        text += (text.empty() ? "" : ", ") + std::string(field.name);
    return text;
}

Parsed<void> encodeText(const Value &value, std::span<std::byte> room)
{
    const auto *string = std::get_if<StringValue>(&value.is);
    if (string == nullptr || string->cut)
        return mistake(value.position, value.length, "this field is a whole \"string\"");
    if (string->bytes.size() > room.size())
        return mistake(value.position, value.length,
                       fmt::format("this field has room for {} bytes", room.size()));
    std::copy_n(bytesOf(string->bytes).begin(), string->bytes.size(), room.begin());
    return {};
}

Parsed<void> encodeAddress(const Value &value, std::span<std::byte> room)
{
    const auto *string = std::get_if<StringValue>(&value.is);
    const bool four = room.size() == 4;
    std::array<std::byte, 16> address{};
    if (string == nullptr || inet_pton(four ? AF_INET : AF_INET6, string->bytes.c_str(), address.data()) != 1)
        return mistake(value.position, value.length,
                       four ? "an IPv4 address is written \"127.0.0.1\""
                            : "an IPv6 address is written \"::1\"");
    std::copy_n(address.begin(), std::min(room.size(), address.size()), room.begin());
    return {};
}

Parsed<void> encodeNested(const abi::Field &field, const Value &value, std::span<std::byte> room,
                          Pointers pointers)
{
    auto bytes = encodeStructure(*field.structure, value, pointers);
    if (!bytes)
        return tl::unexpected(bytes.error());
    std::copy_n(bytes->begin(), std::min(bytes->size(), room.size()), room.begin());
    return {};
}

/// No address of ours goes to a server: what a field points to would have to be lent with it.
Parsed<void> encodePointer(const Value &value)
{
    const auto *number = std::get_if<NumberValue>(&value.is);
    if (std::holds_alternative<NullValue>(value.is) || (number != nullptr && number->number == 0))
        return {};
    return mistake(value.position, value.length, "a pointer inside a structure can only be NULL here");
}

Parsed<void> encodeField(const abi::Field &field, const Value &value, std::span<std::byte> room,
                         Pointers pointers)
{
    switch (field.form) {
    case abi::FieldForm::Text:
    case abi::FieldForm::Bytes:
        return encodeText(value, room);
    case abi::FieldForm::Address:
        return encodeAddress(value, room);
    case abi::FieldForm::Structure:
        return encodeNested(field, value, room, pointers);
    case abi::FieldForm::Pointer:
        return pointers == Pointers::Later ? Parsed<void>() : encodePointer(value);
    default:
        break;
    }
    const auto number = encodeNumber(value, field.flagSet);
    if (!number)
        return tl::unexpected(number.error());
    if (!fits(*number, room.size()))
        return mistake(value.position, value.length,
                       fmt::format("{} does not fit the {} bytes of this field", *number, room.size()));
    store(room, static_cast<std::uint64_t>(*number));
    if (field.form == abi::FieldForm::Port)
        std::reverse(room.begin(), room.end());
    return {};
}

/// Elements without field names: a bare value, or a list of exactly as many.
Parsed<Bytes> encodeElement(const abi::Structure &structure, const Value &value)
{
    Bytes bytes(structure.size);
    const std::size_t count = structure.fields.size();
    const auto *list = std::get_if<ListValue>(&value.is);
    if (count != 1 && (list == nullptr || list->cut || list->items.size() != count))
        return mistake(value.position, value.length,
                       fmt::format("a list of {} items has to stand here", count));
    for (std::size_t i = 0; i < count; ++i) {
        const abi::Field &field = structure.fields[i];
        const Value &item = count == 1 ? value : list->items[i];
        const auto done =
            encodeField(field, item, std::span(bytes).subspan(field.offset, field.size), Pointers::OnlyNull);
        if (!done)
            return tl::unexpected(done.error());
    }
    return bytes;
}

} // namespace

const abi::Field *fieldOf(const abi::Structure &structure, const FieldValue &given, std::size_t position)
{
    if (given.name.empty())
        return position < structure.fields.size() ? &structure.fields[position] : nullptr;
    const auto found = std::find_if(structure.fields.begin(), structure.fields.end(),
                                    [&](const abi::Field &field) { return field.name == given.name; });
    return found == structure.fields.end() ? nullptr : &*found;
}

bool fits(std::int64_t number, std::size_t size)
{
    if (size >= 8)
        return true;
    const std::int64_t end = 1LL << (8 * size);
    return number >= -(end / 2) && number < end;
}

Parsed<std::int64_t> encodeNumber(const Value &value, const abi::FlagSet *set)
{
    if (const auto *number = std::get_if<NumberValue>(&value.is))
        return number->number;
    if (const auto *names = std::get_if<NamesValue>(&value.is))
        return numberOf(*names, value, set);
    if (set == nullptr)
        return mistake(value.position, value.length, "a number has to stand here");
    return mistake(value.position, value.length,
                   fmt::format("a name of the set \"{}\" ({} ...) or a number has to stand here", set->name,
                               set->values.front().name));
}

Parsed<Bytes> encodeStructure(const abi::Structure &structure, const Value &value, Pointers pointers)
{
    if (structure.name == "sockaddr")
        return encodeSocketAddress(value);
    if (!structure.fields.empty() && structure.fields.front().name.empty())
        return encodeElement(structure, value);
    const auto *given = std::get_if<StructValue>(&value.is);
    if (given == nullptr || given->cut)
        return mistake(value.position, value.length,
                       fmt::format("a whole {} is written {{{}}}, each with =value", structure.name,
                                   fieldNames(structure)));
    Bytes bytes(structure.size);
    for (std::size_t i = 0; i < given->fields.size(); ++i) {
        const FieldValue &one = given->fields[i];
        const abi::Field *field = fieldOf(structure, one, i);
        if (field == nullptr)
            return mistake(one.value.position, one.value.length,
                           fmt::format("{} has no field {}; it has {}", structure.name,
                                       one.name.empty() ? std::to_string(i + 1) : one.name,
                                       fieldNames(structure)));
        const auto done =
            encodeField(*field, one.value, std::span(bytes).subspan(field->offset, field->size), pointers);
        if (!done)
            return tl::unexpected(done.error());
    }
    return bytes;
}

} // namespace rumpscope::call
