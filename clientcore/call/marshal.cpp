// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/marshal.h"

#include "clientcore/abi/netbsd.h"
#include "clientcore/call/align.h"
#include "clientcore/call/bytes.h"

namespace rumpscope::call {

namespace {

using abi::Role;

std::uint64_t scalar(const abi::Argument &argument, std::int64_t number)
{
    // As the reference lays arguments out: an int fills the low half of its slot, the rest is zero.
    const auto bits = static_cast<std::uint64_t>(number);
    return argument.bytes == 4 ? bits & 0xffffffffU : bits;
}

/// size_t or socklen_t behind the pointer.
std::size_t lengthWidth(const abi::Argument &argument)
{
    return argument.type.find("size_t") != std::string_view::npos ? 8 : 4;
}

memory::Address vector(const ListValue &list, memory::CallMemory &memory)
{
    Bytes table(list.items.size() * abi::layout::iovec::kSize);
    auto at = std::span(table);
    for (const Value &item : list.items) {
        const auto *room = std::get_if<RoomValue>(&item.is);
        const auto *data = std::get_if<StringValue>(&item.is);
        const std::uint64_t size = room != nullptr ? room->size : data->bytes.size();
        const memory::Address base = room != nullptr ? memory.out(size) : memory.in(bytesOf(data->bytes));
        store(at.subspan(abi::layout::iovec::iov_base, 8), base);
        store(at.subspan(abi::layout::iovec::iov_len, 8), size);
        at = at.subspan(abi::layout::iovec::kSize);
    }
    return memory.in(table);
}

memory::Address place(const BlockValue &block, memory::CallMemory &memory);

/// What a pointer inside a block leads to; 0 for NULL.
memory::Address target(const PointerValue &pointer, memory::CallMemory &memory)
{
    if (const auto *string = std::get_if<StringValue>(&pointer.target.is))
        return pointer.string ? memory.string(string->bytes) : memory.in(bytesOf(string->bytes));
    if (const auto *room = std::get_if<RoomValue>(&pointer.target.is))
        return memory.out(room->size);
    const auto *block = std::get_if<BlockValue>(&pointer.target.is);
    return block == nullptr ? 0 : place(*block, memory);
}

memory::Address place(const BlockValue &block, memory::CallMemory &memory)
{
    Bytes bytes(bytesOf(block.bytes).begin(), bytesOf(block.bytes).end());
    for (const PointerValue &pointer : block.pointers)
        store(std::span(bytes).subspan(pointer.offset, 8), target(pointer, memory));
    return block.written ? memory.inOut(bytes) : memory.in(bytes);
}

std::uint64_t slot(const abi::Argument &argument, const Value &value, memory::CallMemory &memory)
{
    if (const auto *number = std::get_if<NumberValue>(&value.is)) {
        if (argument.role != Role::LengthInOut)
            return scalar(argument, number->number);
        Bytes bytes(lengthWidth(argument));
        store(bytes, static_cast<std::uint64_t>(number->number));
        return memory.inOut(bytes);
    }
    if (const auto *string = std::get_if<StringValue>(&value.is)) {
        if (argument.role == Role::Path || argument.role == Role::String || argument.role == Role::Chosen)
            return memory.string(string->bytes);
        return argument.role == Role::StructInOut ? memory.inOut(bytesOf(string->bytes))
                                                  : memory.in(bytesOf(string->bytes));
    }
    if (const auto *room = std::get_if<RoomValue>(&value.is))
        return memory.out(room->size);
    if (const auto *block = std::get_if<BlockValue>(&value.is))
        return place(*block, memory);
    if (const auto *list = std::get_if<ListValue>(&value.is))
        return vector(*list, memory);
    return 0; // NULL
}

} // namespace

MarshalledCall marshal(const BoundCall &bound, memory::GuestMemory &guest)
{
    MarshalledCall marshalled{bound.call, {}, memory::CallMemory(guest)};
    std::size_t next = 0;
    for (const abi::Argument &argument : bound.call->arguments) {
        const bool written = argument.role != Role::Pad && next < bound.values.size();
        marshalled.arguments.push_back(written ? slot(argument, bound.values[next++], marshalled.memory) : 0);
    }
    return marshalled;
}

} // namespace rumpscope::call
