// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/behind.h"

#include "clientcore/abi/netbsd.h"
#include "clientcore/call/structure_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::call {

namespace {

using abi::LengthUnit;
using abi::Pointee;
using abi::Way;

constexpr std::uint64_t kLongestName = 1024;
constexpr std::uint64_t kMostElements = 1024;
constexpr std::uint64_t kMostBytes = 16U << 20;
constexpr int kDeepest = 4;

std::string pointer(std::uint64_t address)
{
    return address == 0 ? "NULL" : fmt::format("{:#x}", address);
}

} // namespace

std::string Behind::text(const abi::Structure &owner, const abi::Field &field,
                         std::span<const std::byte> bytes) const
{
    const Pointee &pointee = *field.pointee;
    std::uint64_t count = pointee.unit == LengthUnit::Constant ? pointee.bytes : 1;
    if (pointee.lengthField >= 0) {
        const abi::Field &length = owner.fields[static_cast<std::size_t>(pointee.lengthField)];
        count = loadUnsigned(part(bytes, length.offset, length.size));
    }
    return text(pointee, loadUnsigned(part(bytes, field.offset, field.size)), count);
}

std::string Behind::text(const Pointee &pointee, std::uint64_t address, std::uint64_t count) const
{
    const Way way = pointee.way == Way::Data ? m_data : pointee.way;
    if (address == 0 || way == Way::None || way == Way::Opcode || m_depth >= kDeepest)
        return pointer(address);
    if (pointee.kind == Pointee::Kind::String || way == Way::String)
        return string(address);
    if (pointee.kind == Pointee::Kind::Bytes)
        return plain(way, address, std::min(count, kMostBytes), false);
    const std::uint64_t elements = std::min(count, kMostElements);
    if (pointee.structure->name == "iovec" && pointee.unit != LengthUnit::One)
        return vectors(address, elements);
    return structures(pointee, way, address, elements);
}

SeenBytes Behind::seen(Way way, std::uint64_t address, std::uint64_t size) const
{
    if (way == Way::InOut)
        return seenBoth(m_seen.copies, address, size);
    return seenMemory(m_seen.copies, way == Way::Out ? Direction::Out : Direction::In, address, size);
}

std::string Behind::string(std::uint64_t address) const
{
    const SeenBytes name = seenMemory(m_seen.copies, Direction::In, address, kLongestName);
    if (!name.any)
        return pointer(address);
    const auto end = std::find(name.bytes.begin(), name.bytes.end(), std::byte{0});
    return quote(std::span(name.bytes.begin(), end), kLongestName);
}

/// `bare`: a size stands alone, as in lists of room; else in brackets.
std::string Behind::plain(Way way, std::uint64_t address, std::uint64_t size, bool bare) const
{
    const SeenBytes data = seen(way, address, size);
    if (data.any || size == 0) {
        std::string text = quote(data.bytes, m_limits.stringBytes);
        const bool cut =
            way != Way::Out && data.bytes.size() < size && data.bytes.size() <= m_limits.stringBytes;
        return cut ? text + "…" : text;
    }
    if (way != Way::Out)
        return pointer(address);
    return bare ? std::to_string(size) : fmt::format("[{}]", size);
}

std::string Behind::vectors(std::uint64_t address, std::uint64_t count) const
{
    namespace iovec = abi::layout::iovec;
    const SeenBytes table = seen(Way::In, address, count * iovec::kSize);
    if (!table.any && count > 0)
        return pointer(address);
    std::string text;
    const std::size_t have = table.bytes.size() / iovec::kSize;
    for (std::size_t i = 0; i < std::min(have, m_limits.listItems); ++i) {
        const auto entry = part(table.bytes, i * iovec::kSize, iovec::kSize);
        const std::uint64_t base = loadUnsigned(part(entry, iovec::iov_base, 8));
        const std::uint64_t size = loadUnsigned(part(entry, iovec::iov_len, 8));
        text += (i == 0 ? "" : ", ") + plain(m_data, base, std::min(size, kMostBytes), true);
    }
    const bool cut = have < count || have > m_limits.listItems;
    return fmt::format("[{}{}]", text, !cut ? "" : text.empty() ? "..." : ", ...");
}

std::string Behind::structures(const Pointee &pointee, Way way, std::uint64_t address,
                               std::uint64_t count) const
{
    const abi::Structure &structure = *pointee.structure;
    const SeenBytes bytes = seen(way, address, count * structure.size);
    const bool one = pointee.unit == LengthUnit::One;
    if (!bytes.any && count > 0)
        return way == Way::Out ? (one ? "{...}" : "[...]") : pointer(address);
    const Behind deeper(m_seen, m_limits, pointee.data == Way::Data ? m_data : pointee.data, m_depth + 1);
    const Detail detail = way == Way::Out     ? Detail::Brief
                          : way == Way::InOut ? Detail::WithoutZeros
                                              : Detail::Full;
    if (one)
        return structureText(structure, bytes.bytes, detail, m_limits, &deeper);
    FieldTexts ignored;
    return listText(structure, bytes.bytes, 0, detail, m_limits, ignored, &deeper);
}

} // namespace rumpscope::call
