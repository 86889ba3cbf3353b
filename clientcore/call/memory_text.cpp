// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/memory_text.h"

#include "clientcore/abi/netbsd.h"
#include "clientcore/call/align.h"
#include "clientcore/call/behind.h"
#include "clientcore/call/choose.h"
#include "clientcore/call/choosing_seen.h"
#include "clientcore/call/sysctl_shape.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::call {

namespace {

using abi::LengthUnit;
using abi::Role;

// Names are shown whole: the kernel takes 1024 bytes at most.
constexpr std::size_t kLongestName = 1024;
constexpr std::uint64_t kMostVectors = 1024; // IOV_MAX

std::string pointer(std::uint64_t address)
{
    return address == 0 ? "NULL" : fmt::format("{:#x}", address);
}

bool isText(std::span<const std::byte> bytes)
{
    if (!bytes.empty() && bytes.back() == std::byte{0})
        bytes = bytes.first(bytes.size() - 1);
    return !bytes.empty() && std::all_of(bytes.begin(), bytes.end(), [](std::byte byte) {
        const auto c = std::to_integer<unsigned>(byte);
        return (c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t';
    });
}

} // namespace

bool isList(const abi::Argument &argument)
{
    return argument.lengthUnit == LengthUnit::Elements ||
           (argument.lengthUnit == LengthUnit::Bytes && argument.structure->name != "sockaddr");
}

std::size_t lengthWidth(const abi::Argument &argument)
{
    return argument.type.find("size_t") != std::string_view::npos ? 8 : 4;
}

void MemoryText::decode(std::size_t index, DecodedArgument &into) const
{
    const abi::Argument &argument = m_call.arguments[index];
    const std::uint64_t address = m_seen.arguments[index];
    if (address == 0) {
        into.text = "NULL";
        return;
    }
    switch (argument.role) {
    case Role::Path:
    case Role::String:
        return string(address, into);
    case Role::Chosen:
        return chosen(index, into);
    case Role::BufferIn:
    case Role::StructIn:
    case Role::StructInOut:
        return input(index, into);
    case Role::BufferOut:
    case Role::StructOut:
        return output(index, into);
    case Role::IovecIn:
    case Role::IovecOut:
        return vector(index, into);
    case Role::LengthInOut:
        return lengthInOut(address, lengthWidth(argument), into);
    default:
        into.text = pointer(address);
    }
}

void MemoryText::string(std::uint64_t address, DecodedArgument &into) const
{
    const SeenBytes seen = seenMemory(m_seen.copies, Direction::In, address, kLongestName);
    if (!seen.any) {
        into.text = pointer(address);
        return;
    }
    const auto end = std::find(seen.bytes.begin(), seen.bytes.end(), std::byte{0});
    into.bytes.assign(seen.bytes.begin(), end);
    into.text = quote(into.bytes, kLongestName);
    if (end == seen.bytes.end())
        into.text += "…";
}

std::uint64_t memoryLength(const abi::Call &call, std::size_t index, const SeenCall &seen)
{
    const abi::Argument &argument = call.arguments[index];
    const abi::Argument *by = lengthOf(call, argument);
    if (by == nullptr)
        return argument.structure != nullptr ? argument.structure->size : 0;
    const std::uint64_t slot = seen.arguments[static_cast<std::size_t>(argument.lengthArgument)];
    if (argument.lengthUnit == LengthUnit::PointedTo)
        return loadUnsigned(seenBoth(seen.copies, slot, lengthWidth(*by)).bytes);
    const std::uint64_t count = by->bytes == 4 ? slot & 0xffffffffU : slot;
    if (argument.lengthUnit == LengthUnit::Elements && argument.structure != nullptr)
        return std::min<std::uint64_t>(count, 0xffffffffU) * argument.structure->size;
    return count;
}

/// Numbers as well as text: values of sysctl and of socket options.
bool MemoryText::isValue(std::size_t index) const
{
    return m_call.arguments[index].lengthUnit == LengthUnit::PointedTo ||
           m_call.number == abi::NB_SYS___sysctl || m_call.number == abi::NB_SYS_setsockopt;
}

std::string MemoryText::bufferText(std::span<const std::byte> bytes, std::uint64_t whole) const
{
    std::string text = quote(bytes, m_limits.stringBytes);
    if (bytes.size() < whole && bytes.size() <= m_limits.stringBytes)
        text += "…";
    return text;
}

void MemoryText::input(std::size_t index, DecodedArgument &into) const
{
    const abi::Argument &argument = m_call.arguments[index];
    const std::uint64_t address = m_seen.arguments[index];
    const std::uint64_t size = memoryLength(m_call, index, m_seen);
    const SeenBytes seen = argument.role == Role::StructInOut
                               ? seenBoth(m_seen.copies, address, size)
                               : seenMemory(m_seen.copies, Direction::In, address, size);
    if (!seen.any && size > 0)
        into.text = pointer(address);
    else if (argument.structure == nullptr)
        buffer(index, seen, size, into);
    else
        shaped(argument, seen, into);
    into.bytes = seen.bytes;
}

void MemoryText::output(std::size_t index, DecodedArgument &into) const
{
    const abi::Argument &argument = m_call.arguments[index];
    std::uint64_t size = memoryLength(m_call, index, m_seen);
    SeenBytes seen = seenMemory(m_seen.copies, Direction::Out, m_seen.arguments[index], size);
    if (succeeded() && m_call.result == abi::ResultKind::Size && argument.role == Role::BufferOut)
        size = std::min(size, static_cast<std::uint64_t>(std::max<std::int64_t>(m_seen.retval[0], 0)));
    if (seen.bytes.size() > size)
        seen.bytes.resize(static_cast<std::size_t>(size));
    if (!succeeded() && !seen.any)
        // Room, to be typed again as it stands; a list of one number would be read as a length.
        into.text = argument.structure == nullptr ? fmt::format("[{}]", size)
                    : isList(argument)            ? "[...]"
                                                  : "{...}";
    else if (argument.structure == nullptr)
        buffer(index, seen, m_call.result == abi::ResultKind::Size ? size : seen.bytes.size(), into);
    else
        shaped(argument, seen, into);
    into.bytes = std::move(seen.bytes);
}

void MemoryText::buffer(std::size_t index, const SeenBytes &seen, std::uint64_t whole,
                        DecodedArgument &into) const
{
    std::span<const std::byte> bytes = seen.bytes;
    if (m_call.number == abi::NB_SYS___sysctl && m_call.arguments[index].role == Role::BufferOut) {
        const std::uint64_t count = m_seen.arguments[1] & 0xffffffffU;
        const auto mib = seenMemory(m_seen.copies, Direction::In, m_seen.arguments[0], count * 4);
        const SysctlShape shape = sysctlShape(mib.bytes);
        if (shape.structure != nullptr && !bytes.empty()) {
            into.fields = shape.list ? FieldTexts{} : structureFields(*shape.structure, bytes, m_limits);
            into.text = shape.list ? listText(*shape.structure, bytes, shape.stride, Detail::Brief, m_limits,
                                              into.fields)
                                   : structureText(*shape.structure, bytes, Detail::Brief, m_limits);
            return;
        }
    }
    const bool number = bytes.size() == whole && (bytes.size() == 4 || bytes.size() == 8);
    if (isValue(index) && number && !isText(bytes)) {
        into.text = fmt::format("[{}]", loadSigned(bytes));
        return;
    }
    const bool endsInNul = !bytes.empty() && bytes.back() == std::byte{0};
    const bool name =
        m_call.result != abi::ResultKind::Size && m_call.arguments[index].role == Role::BufferOut;
    if (name && endsInNul && isText(bytes)) {
        bytes = bytes.first(bytes.size() - 1);
        whole = bytes.size();
    }
    into.text = bufferText(bytes, whole);
}

void MemoryText::shaped(const abi::Argument &argument, const SeenBytes &seen, DecodedArgument &into) const
{
    const bool both = argument.role == Role::StructInOut;
    const Detail detail = both                              ? Detail::WithoutZeros
                          : argument.role == Role::StructIn ? Detail::Full
                                                            : Detail::Brief;
    const abi::Structure &structure = *argument.structure;
    const Behind behind(m_seen, m_limits, argument.data);
    if (isList(argument)) {
        into.text = listText(structure, seen.bytes, 0, detail, m_limits, into.fields, &behind);
        return;
    }
    into.text = structureText(structure, seen.bytes, detail, m_limits, &behind);
    into.fields = structureFields(structure, seen.bytes, m_limits, &behind);
}

void MemoryText::chosen(std::size_t index, DecodedArgument &into) const
{
    const abi::Argument &argument = m_call.arguments[index];
    const std::uint64_t address = m_seen.arguments[index];
    const Choosing by = choosing(m_call, index, m_seen);
    const Chosen what = chosenBy(argument.chooser, by);
    // A mount's data as long as its argument says; what is too short for the structure are bytes.
    const std::uint64_t size =
        argument.lengthArgument < 0 ? 0 : m_seen.arguments[static_cast<std::size_t>(argument.lengthArgument)];
    abi::Pointee pointee = what.pointee;
    const bool whole = pointee.structure != nullptr && size == pointee.structure->size;
    if (argument.lengthArgument >= 0 && !whole)
        pointee = {abi::Pointee::Kind::Bytes,
                   by.asks ? abi::Way::InOut : abi::Way::In,
                   nullptr,
                   LengthUnit::Constant,
                   -1,
                   0,
                   abi::Way::None};
    const std::uint64_t count = argument.lengthArgument >= 0 && !whole ? size
                                : pointee.unit == LengthUnit::Constant ? pointee.bytes
                                                                       : 1;
    const Behind behind(m_seen, m_limits, pointee.data);
    into.text =
        pointee.kind == abi::Pointee::Kind::Nothing ? pointer(address) : behind.text(pointee, address, count);
    if (pointee.structure != nullptr) {
        const SeenBytes seen = seenBoth(m_seen.copies, address, pointee.structure->size);
        into.fields = structureFields(*pointee.structure, seen.bytes, m_limits, &behind);
        into.bytes = seen.bytes;
    }
}

void MemoryText::vector(std::size_t index, DecodedArgument &into) const
{
    namespace iovec = abi::layout::iovec;
    const abi::Argument &argument = m_call.arguments[index];
    const std::uint64_t count = std::min(
        m_seen.arguments[static_cast<std::size_t>(argument.lengthArgument)] & 0xffffffffU, kMostVectors);
    const SeenBytes table =
        seenMemory(m_seen.copies, Direction::In, m_seen.arguments[index], count * iovec::kSize);
    if (!table.any && count > 0) {
        into.text = pointer(m_seen.arguments[index]);
        return;
    }
    const bool out = argument.role == Role::IovecOut;
    auto rest = static_cast<std::uint64_t>(succeeded() ? std::max<std::int64_t>(m_seen.retval[0], 0) : 0);
    std::string text;
    const std::size_t items = table.bytes.size() / iovec::kSize;
    for (std::size_t i = 0; i < items; ++i) {
        const auto entry = std::span(table.bytes).subspan(i * iovec::kSize, iovec::kSize);
        const std::uint64_t base = loadUnsigned(part(entry, iovec::iov_base, 8));
        const std::uint64_t size = loadUnsigned(part(entry, iovec::iov_len, 8));
        const std::uint64_t moved = out ? std::min(size, rest) : size;
        rest -= std::min(rest, moved);
        const auto seen = seenMemory(m_seen.copies, out ? Direction::Out : Direction::In, base, moved);
        std::string item = bufferText(seen.bytes, moved);
        if (out && !succeeded())
            item = std::to_string(size);
        else if (!out && !seen.any && moved > 0)
            item = pointer(base);
        else if (out && moved < size)
            item = fmt::format("{{{}, {}}}", item, size);
        if (i < m_limits.listItems)
            text += (i == 0 ? "" : ", ") + item;
        into.fields.emplace_back(fmt::format("[{}]", i), item);
        if (into.bytes.size() + seen.bytes.size() <= (64U << 20))
            into.bytes.insert(into.bytes.end(), seen.bytes.begin(), seen.bytes.end());
    }
    if (items > m_limits.listItems || items < count)
        text += text.empty() ? "..." : ", ...";
    into.text = fmt::format("[{}]", text);
}

void MemoryText::lengthInOut(std::uint64_t address, std::size_t width, DecodedArgument &into) const
{
    const SeenBytes seen = seenBoth(m_seen.copies, address, width);
    into.text = seen.bytes.size() < width ? pointer(address) : fmt::format("[{}]", loadUnsigned(seen.bytes));
}

} // namespace rumpscope::call
