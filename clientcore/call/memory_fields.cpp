// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/memory_fields.h"

#include "clientcore/abi/meaning.h"
#include "clientcore/abi/netbsd.h"
#include "clientcore/call/behind.h"
#include "clientcore/call/structure_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::call {

namespace {

using abi::FieldForm;
using abi::Pointee;
using abi::Structure;
using abi::Way;

constexpr int kDeepest = 6;
constexpr std::uint64_t kLongestName = 1024;
constexpr std::uint64_t kMostBytes = 16U << 20;
constexpr FormatLimits kLimits{.stringBytes = 64, .listItems = 4};

std::string typeOf(const abi::Field &field)
{
    switch (field.form) {
    case FieldForm::Signed:
        return fmt::format("i{}", field.size * 8);
    case FieldForm::Text:
        return fmt::format("char[{}]", field.size);
    case FieldForm::Bytes:
        return fmt::format("{} bytes", field.size);
    case FieldForm::Structure:
        return "struct " + std::string(field.structure->name);
    case FieldForm::Pointer:
        return "pointer";
    case FieldForm::Port:
        return "u16, network order";
    case FieldForm::Address:
        return field.size == 4 ? "IPv4" : "IPv6";
    default:
        return fmt::format("u{}", field.size * 8);
    }
}

/// The structure an address really is, by its family; as long as it is there.
const Structure &addressShape(const Structure &structure, std::span<const std::byte> bytes)
{
    if (structure.name != "sockaddr" || bytes.size() < 2)
        return structure;
    switch (std::to_integer<int>(bytes[1])) {
    case abi::NB_AF_LOCAL:
        return *abi::findStructure("sockaddr_un");
    case abi::NB_AF_INET:
        return *abi::findStructure("sockaddr_in");
    case abi::NB_AF_INET6:
        return *abi::findStructure("sockaddr_in6");
    default:
        return structure;
    }
}

bool isElement(const Structure &structure)
{
    return structure.fields.size() == 1 && structure.fields.front().name.empty();
}

} // namespace

Spot MemoryFields::spot(Way way, std::uint64_t address, std::uint64_t size) const
{
    Spot found;
    for (std::size_t i = 0; i < m_seen.copies.size(); ++i) {
        const Copy &copy = m_seen.copies[i];
        const bool out = copy.kind == Copy::Kind::Out;
        if ((way == Way::Out && !out) || (way != Way::Out && way != Way::InOut && out))
            continue;
        // Differences, not sums: the addresses are the peer's and may wrap.
        const std::uint64_t offset = address - copy.address;
        if (address < copy.address || offset >= copy.data.size())
            continue;
        const auto there = std::min<std::uint64_t>(size, copy.data.size() - offset);
        found = {Spot::In::Copy, i, static_cast<std::size_t>(offset), static_cast<std::size_t>(there)};
    }
    return found;
}

SeenBytes MemoryFields::bytes(Way way, std::uint64_t address, std::uint64_t size) const
{
    if (way == Way::InOut)
        return seenBoth(m_seen.copies, address, size);
    return seenMemory(m_seen.copies, way == Way::Out ? Direction::Out : Direction::In, address, size);
}

void MemoryFields::behind(Field &into, const Pointee &pointee, Way data, std::uint64_t address,
                          std::uint64_t count, int depth) const
{
    const Way way = pointee.way == Way::Data ? data : pointee.way;
    if (address == 0 || depth > kDeepest || way == Way::None || way == Way::Opcode ||
        pointee.kind == Pointee::Kind::Nothing)
        return;
    if (pointee.kind == Pointee::Kind::String || way == Way::String) {
        plain(into, Way::String, address, kLongestName);
        return;
    }
    if (pointee.kind == Pointee::Kind::Bytes) {
        plain(into, way, address, std::min(count, kMostBytes));
        return;
    }
    const Structure &shape = *pointee.structure;
    const Way deeper = pointee.data == Way::Data || pointee.data == Way::None ? data : pointee.data;
    if (pointee.unit == abi::LengthUnit::One) {
        const SeenBytes seen = bytes(way, address, shape.size);
        structure(into, shape, way, deeper, address, seen.bytes, depth);
        return;
    }
    list(into, shape, way, deeper, address, std::min(count, kMostBytes / shape.size) * shape.size, 0, depth);
}

void MemoryFields::plain(Field &into, Way way, std::uint64_t address, std::uint64_t count) const
{
    SeenBytes seen = bytes(way, address, count);
    if (!seen.any)
        return;
    const bool string = way == Way::String;
    if (string)
        seen.bytes.erase(std::find(seen.bytes.begin(), seen.bytes.end(), std::byte{0}), seen.bytes.end());
    Field data;
    data.name = string ? "string" : "data";
    data.type = string ? "char[]" : "bytes";
    data.text = quote(seen.bytes, string ? kLongestName : kLimits.stringBytes);
    data.meaning =
        fmt::format("{} byte{} at {:#x}", seen.bytes.size(), seen.bytes.size() == 1 ? "" : "s", address);
    if (!string && seen.bytes.size() < count)
        data.meaning += fmt::format(", of {}", count);
    data.spot = spot(way, address, string ? seen.bytes.size() + 1 : seen.bytes.size());
    into.children.push_back(std::move(data));
}

void MemoryFields::socketAddress(Field &into, Way way, std::uint64_t address, std::uint64_t count) const
{
    const SeenBytes seen = bytes(way, address, std::min(count, kLongestName));
    structure(into, *abi::findStructure("sockaddr"), way, Way::None, address, seen.bytes, 0);
}

void MemoryFields::structure(Field &into, const Structure &wanted, Way way, Way data, std::uint64_t address,
                             std::span<const std::byte> bytes, int depth) const
{
    const Structure &shape = addressShape(wanted, bytes);
    for (const abi::Field &field : shape.fields) {
        if (field.offset >= bytes.size() || m_left == 0)
            continue;
        --m_left;
        // A path may end before its room does; any other field is there whole or not at all.
        if (field.form != FieldForm::Text && field.offset + field.size > bytes.size())
            continue;
        into.children.push_back(member(shape, field, way, data, address, bytes, depth));
    }
}

Field MemoryFields::member(const Structure &owner, const abi::Field &field, Way way, Way data,
                           std::uint64_t address, std::span<const std::byte> bytes, int depth) const
{
    const auto value = part(bytes, field.offset, field.size);
    const Behind pointers(m_seen, kLimits, data);
    Field made;
    made.name = field.name.empty() ? "value" : std::string(field.name);
    made.type = typeOf(field);
    made.text = fieldText(owner, field, bytes, kLimits, &pointers);
    made.meaning = abi::meaningOf(owner.name, field.name);
    made.spot = spot(way, address + field.offset, value.size());
    if (field.form == FieldForm::Flags) {
        addFlags(made, *field.flagSet, loadUnsigned(value));
    } else if (field.form == FieldForm::Enum) {
        if (const auto meaning = abi::meaningOf(made.text); !meaning.empty())
            made.meaning = meaning;
        if (const std::string number = std::to_string(loadUnsigned(value)); made.text != number)
            made.text += fmt::format(" ({})", number);
    } else if (field.form == FieldForm::Structure && depth < kDeepest) {
        structure(made, *field.structure, way, data, address + field.offset, value, depth + 1);
    } else if (field.form == FieldForm::Pointer) {
        std::uint64_t count = field.pointee->unit == abi::LengthUnit::Constant ? field.pointee->bytes : 1;
        if (field.pointee->lengthField >= 0) {
            const abi::Field &length = owner.fields[static_cast<std::size_t>(field.pointee->lengthField)];
            count = loadUnsigned(part(bytes, length.offset, length.size));
        }
        behind(made, *field.pointee, data, loadUnsigned(value), count, depth + 1);
    }
    return made;
}

void MemoryFields::list(Field &into, const Structure &shape, Way way, Way data, std::uint64_t address,
                        std::uint64_t size, std::size_t stride, int depth) const
{
    const SeenBytes seen = bytes(way, address, size);
    const std::span<const std::byte> all = seen.bytes;
    std::vector<std::span<const std::byte>> items;
    if (shape.name == "dirent") {
        items = directoryRecords(all);
    } else {
        const std::size_t step = stride == 0 ? shape.size : stride;
        for (std::size_t at = 0; at < all.size(); at += step)
            items.push_back(part(all, at, step));
    }
    const Behind pointers(m_seen, kLimits, data);
    for (std::size_t i = 0; i < std::min(items.size(), kMostElementFields) && m_left > 0; ++i, --m_left) {
        const std::uint64_t at = address + static_cast<std::uint64_t>(items[i].data() - all.data());
        Field element;
        element.name = fmt::format("[{}]", i);
        element.type = "struct " + std::string(shape.name);
        element.text = structureText(shape, items[i], Detail::Brief, kLimits, &pointers);
        element.spot = spot(way, at, items[i].size());
        if (isElement(shape)) {
            element.type = typeOf(shape.fields.front());
            if (shape.fields.front().form == FieldForm::Flags)
                addFlags(element, *shape.fields.front().flagSet, loadUnsigned(items[i]));
        } else {
            structure(element, shape, way, data, at, items[i], depth + 1);
        }
        into.children.push_back(std::move(element));
    }
    if (items.size() > kMostElementFields)
        into.children.push_back(
            {"…", {}, fmt::format("{} more", items.size() - kMostElementFields), {}, {}, {}});
}

} // namespace rumpscope::call
