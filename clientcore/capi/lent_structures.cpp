// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/capi/lent_structures.h"

#include "clientcore/abi/netbsd.h"
#include "clientcore/capi/safe_memory.h"

#include <algorithm>
#include <cstring>

namespace rumpscope::capi {

namespace {

using abi::LengthUnit;
using abi::Pointee;
using abi::Way;

constexpr std::uint64_t kMostElements = 1024; ///< IOV_MAX, and as many messages; more are refused
constexpr std::size_t kLargestRead = 256;     ///< of a larger structure only what leads on is looked at
constexpr int kDeepest = 4;                   ///< messages, message, vector, buffer

bool reads(Way way)
{
    return way == Way::In || way == Way::InOut;
}
bool writes(Way way)
{
    return way == Way::Out || way == Way::InOut;
}

std::uint64_t load(std::span<const std::byte> bytes, std::uint32_t offset, std::uint32_t size)
{
    std::uint64_t value = 0;
    if (size <= sizeof value && offset + size <= bytes.size())
        std::memcpy(&value, bytes.data() + offset, size);
    return value;
}

bool isControlBlock(const abi::Structure &structure)
{
    return structure.size == abi::layout::aiocb::kSize && structure.name == "aiocb";
}

/// Which way a buffer of lio_listio goes, its control block tells.
Way byOpcode(std::span<const std::byte> block)
{
    const auto opcode = load(block, abi::layout::aiocb::aio_lio_opcode.offset, 4);
    return opcode == static_cast<std::uint64_t>(abi::NB_LIO_READ)    ? Way::Out
           : opcode == static_cast<std::uint64_t>(abi::NB_LIO_WRITE) ? Way::In
                                                                     : Way::None;
}

} // namespace

bool leadsOn(const abi::Structure &structure)
{
    return std::any_of(structure.fields.begin(), structure.fields.end(), [](const abi::Field &field) {
        return field.pointee != nullptr || (field.structure != nullptr && leadsOn(*field.structure));
    });
}

void LentStructures::string(std::uintptr_t address)
{
    m_out.add({address, kLongestString, false, false, true, Until::Answer, 0});
}

void LentStructures::plain(std::uintptr_t address, std::uint64_t bytes, Way way)
{
    if (!reads(way) && !writes(way))
        return;
    const Until until = m_control != 0 ? Until::AioDone : Until::Answer;
    m_out.add({address, bytes, reads(way), writes(way), false, until, m_control});
}

void LentStructures::pointee(const Pointee &pointee, std::uintptr_t address)
{
    if (pointee.kind == Pointee::Kind::String)
        return string(address);
    if (pointee.kind == Pointee::Kind::Bytes)
        return plain(address, pointee.bytes, pointee.way);
    if (pointee.kind == Pointee::Kind::Structures)
        array(*pointee.structure, address, 1, pointee.way, pointee.data);
}

void LentStructures::array(const abi::Structure &structure, std::uintptr_t address, std::uint64_t count,
                           Way way, Way data)
{
    if (!leadsOn(structure))
        return plain(address, count * structure.size, way);
    // As the kernel: longer vectors fail before anything is copied.
    if (address == 0 || count > kMostElements || m_depth >= kDeepest)
        return;
    if (m_keepsControlBlocks && isControlBlock(structure))
        return controlBlock(structure, address, way, data);
    plain(address, count * structure.size, way);
    for (std::uint64_t i = 0; i < count; ++i)
        inside(structure, address + i * structure.size, data);
}

void LentStructures::inside(const abi::Structure &structure, std::uintptr_t address, Way data)
{
    if (address == 0 || m_depth >= kDeepest)
        return;
    ++m_depth;
    if (structure.size > kLargestRead) {
        for (const abi::Field &each : structure.fields) {
            if (each.structure != nullptr && leadsOn(*each.structure))
                inside(*each.structure, address + each.offset, data);
        }
    } else {
        std::array<std::byte, kLargestRead> room; // NOLINT(*-member-init): filled as far as it is used
        const auto bytes = std::span(room).first(structure.size);
        if (readMemory(address, bytes.data(), bytes.size()))
            fields(structure, bytes, address, data);
    }
    --m_depth;
}

void LentStructures::controlBlock(const abi::Structure &structure, std::uintptr_t address, Way way, Way data)
{
    std::array<std::byte, abi::layout::aiocb::kSize> block{};
    if (!readMemory(address, block.data(), block.size()))
        return;
    const Way goes = data == Way::Opcode ? byOpcode(block) : data;
    const bool starts = data != Way::Opcode || goes != Way::None; // LIO_NOP starts nothing
    m_control = starts ? address : 0;
    plain(address, structure.size, starts ? way : Way::In);
    ++m_depth;
    fields(structure, block, address, goes);
    --m_depth;
    m_control = 0;
}

void LentStructures::fields(const abi::Structure &structure, std::span<const std::byte> bytes,
                            std::uintptr_t address, Way data)
{
    for (const abi::Field &each : structure.fields) {
        if (each.pointee != nullptr)
            field(structure, *each.pointee, load(bytes, each.offset, each.size), bytes, data);
        else if (each.structure != nullptr && each.offset + each.size <= bytes.size())
            fields(*each.structure, bytes.subspan(each.offset, each.size), address + each.offset, data);
    }
}

void LentStructures::field(const abi::Structure &structure, const Pointee &pointee, std::uintptr_t target,
                           std::span<const std::byte> bytes, Way data)
{
    const Way way = pointee.way == Way::Data ? data : pointee.way;
    if (target == 0 || way == Way::None)
        return;
    if (pointee.kind == Pointee::Kind::String || way == Way::String)
        return string(target);
    std::uint64_t length = 1;
    if (pointee.unit == LengthUnit::Constant)
        length = pointee.bytes;
    else if (pointee.lengthField >= 0) {
        const abi::Field &counted = structure.fields[static_cast<std::size_t>(pointee.lengthField)];
        length = load(bytes, counted.offset, counted.size);
        if (counted.size == 4 && length > 0x7fffffffU)
            return;
    }
    if (pointee.kind == Pointee::Kind::Bytes)
        return plain(target, length, way);
    const Way inner = pointee.data == Way::Data ? data : pointee.data;
    array(*pointee.structure, target, length, way, inner);
}

} // namespace rumpscope::capi
