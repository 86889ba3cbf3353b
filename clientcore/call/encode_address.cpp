// SPDX-License-Identifier: BSD-2-Clause
// Socket addresses, and buffers whose shape only the caller knows.
#include "clientcore/abi/netbsd.h"
#include "clientcore/call/encode.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::call {

namespace {

// sa_len is one byte.
constexpr std::size_t kLongestAddress = 255;

constexpr const char *kHowToWrite =
    "an address is written {AF_INET, \"127.0.0.1\", 80}, {AF_INET6, \"::1\", 80} or {AF_LOCAL, \"/tmp/x\"}";

bool isAlias(std::string_view name, std::string_view plain)
{
    // sin_family, sun_family, sin6_family and sa_family are all the family.
    const std::size_t underscore = name.find('_');
    return underscore != std::string_view::npos && name.substr(underscore + 1) == plain;
}

/// The field called or standing in this place; null if it was not written.
const Value *pick(const StructValue &given, std::string_view plain, std::size_t position)
{
    for (const FieldValue &field : given.fields) {
        if (!field.name.empty() && isAlias(field.name, plain))
            return &field.value;
    }
    return position < given.fields.size() && given.fields[position].name.empty()
               ? &given.fields[position].value
               : nullptr;
}

Parsed<Bytes> internet(const Value &value, const StructValue &given, bool six)
{
    const abi::Structure &structure = *abi::findStructure(six ? "sockaddr_in6" : "sockaddr_in");
    StructValue fields;
    const std::string prefix = six ? "sin6_" : "sin_";
    const Value *address = pick(given, "addr", 1);
    const Value *port = pick(given, "port", 2);
    if (address == nullptr || port == nullptr || given.cut)
        return mistake(value.position, value.length, kHowToWrite);
    fields.fields.push_back({prefix + "addr", *address});
    fields.fields.push_back({prefix + "port", *port});
    for (const char *more : {"flowinfo", "scope_id"}) {
        if (const Value *field = six ? pick(given, more, kLongestAddress) : nullptr)
            fields.fields.push_back({prefix + more, *field});
    }
    return encodeStructure(structure, Value{std::move(fields), value.position, value.length});
}

/// Family and bytes behind it: a local path with its NUL, or what another family has there.
Parsed<Bytes> plain(const Value &value, const StructValue &given, bool local)
{
    const Value *data = pick(given, local ? "path" : "data", 1);
    const auto *string = data == nullptr ? nullptr : std::get_if<StringValue>(&data->is);
    if (string == nullptr || string->cut)
        return mistake(value.position, value.length, kHowToWrite);
    const std::size_t longest = local ? abi::layout::sockaddr_un::sun_path.size : kLongestAddress - 2;
    if (string->bytes.size() + (local ? 1 : 0) > longest)
        return mistake(data->position, data->length,
                       fmt::format("this address has room for {} bytes", longest - (local ? 1 : 0)));
    Bytes bytes(2);
    const auto text = bytesOf(string->bytes);
    bytes.insert(bytes.end(), text.begin(), text.end());
    if (local)
        bytes.push_back(std::byte{0});
    return bytes;
}

/// The structure that has all the fields named.
const abi::Structure *recognise(const StructValue &given)
{
    static constexpr std::string_view kOptions[] = {"timeval", "timespec", "rlimit", "itimerval", "pollfd"};
    for (const std::string_view name : kOptions) {
        const abi::Structure *structure = abi::findStructure(name);
        const auto known = [&](const FieldValue &one) {
            return std::any_of(structure->fields.begin(), structure->fields.end(),
                               [&](const abi::Field &field) { return field.name == one.name; });
        };
        if (!given.fields.empty() && std::all_of(given.fields.begin(), given.fields.end(), known))
            return structure;
    }
    return nullptr;
}

} // namespace

Parsed<Bytes> encodeSocketAddress(const Value &value)
{
    const auto *given = std::get_if<StructValue>(&value.is);
    const Value *familyValue = given == nullptr ? nullptr : pick(*given, "family", 0);
    if (familyValue == nullptr)
        return mistake(value.position, value.length, kHowToWrite);
    const auto family = encodeNumber(*familyValue, abi::findFlagSet("address family"));
    if (!family)
        return tl::unexpected(family.error());
    if (!fits(*family, 1))
        return mistake(familyValue->position, familyValue->length, "an address family is one byte");
    const bool six = *family == abi::NB_AF_INET6;
    auto bytes = six || *family == abi::NB_AF_INET ? internet(value, *given, six)
                                                   : plain(value, *given, *family == abi::NB_AF_LOCAL);
    if (!bytes)
        return bytes;
    (*bytes)[0] = static_cast<std::byte>(bytes->size());
    (*bytes)[1] = static_cast<std::byte>(*family);
    return bytes;
}

Parsed<Bytes> encodeBuffer(const Value &value)
{
    if (const auto *string = std::get_if<StringValue>(&value.is)) {
        if (string->cut)
            return mistake(value.position, value.length,
                           "a string that was cut (…) cannot be sent: write all of it");
        const auto bytes = bytesOf(string->bytes);
        return Bytes(bytes.begin(), bytes.end());
    }
    if (const auto *given = std::get_if<StructValue>(&value.is)) {
        const abi::Structure *structure = recognise(*given);
        if (structure == nullptr)
            return mistake(value.position, value.length,
                           "no structure known here has these fields; write its bytes as a \"string\"");
        return encodeStructure(*structure, value);
    }
    const auto *list = std::get_if<ListValue>(&value.is);
    if (list == nullptr || list->cut)
        return mistake(value.position, value.length, "data is written as a \"string\", or [1, 2] for ints");
    Bytes bytes;
    for (const Value &item : list->items) {
        auto one = encodeStructure(*abi::findStructure("int"), item);
        if (!one)
            return one;
        bytes.insert(bytes.end(), one->begin(), one->end());
    }
    return bytes;
}

} // namespace rumpscope::call
