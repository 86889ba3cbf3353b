// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/bind_block.h"

#include "clientcore/call/bytes.h"
#include "clientcore/call/choose.h"
#include "clientcore/call/encode.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::call {

namespace {

using abi::LengthUnit;
using abi::Pointee;
using abi::Way;

constexpr std::uint64_t kDefaultBytes = 1024;
constexpr std::uint64_t kDefaultElements = 16;

bool isNull(const Value &value)
{
    const auto *number = std::get_if<NumberValue>(&value.is);
    return std::holds_alternative<NullValue>(value.is) || (number != nullptr && number->number == 0);
}

/// 64, [64]: room of so many. A string has its own length as room, so that what was printed can be typed
/// again.
std::optional<std::uint64_t> roomOf(const Value &value)
{
    const Value *at = &value;
    if (const auto *list = std::get_if<ListValue>(&value.is); list != nullptr && list->items.size() == 1)
        at = &list->items.front();
    if (const auto *string = std::get_if<StringValue>(&value.is))
        return string->bytes.size();
    const auto *number = std::get_if<NumberValue>(&at->is);
    return number == nullptr || number->number < 0
               ? std::nullopt
               : std::optional(static_cast<std::uint64_t>(number->number));
}

/// One or several structures being laid out.
class BlockBinder
{
public:
    BlockBinder(const abi::Structure &structure, Way data)
        : m_structure(structure)
        , m_data(data)
    {}

    Parsed<void> add(const Value &typed)
    {
        const std::size_t base = m_block.bytes.size();
        m_block.bytes.resize(base + m_structure.size);
        return structure(m_structure, typed, base);
    }
    BlockValue take() { return std::move(m_block); }

private:
    Parsed<void> structure(const abi::Structure &shape, const Value &typed, std::size_t base)
    {
        if (shape.name == "iovec" && !std::holds_alternative<StructValue>(typed.is))
            return vector(shape, typed, base);
        auto bytes = encodeStructure(shape, typed, Pointers::Later);
        if (!bytes)
            return tl::unexpected(bytes.error());
        std::copy_n(textOf(*bytes).begin(), std::min<std::size_t>(bytes->size(), shape.size),
                    m_block.bytes.begin() + static_cast<std::ptrdiff_t>(base));
        const auto *fields = std::get_if<StructValue>(&typed.is);
        if (fields == nullptr)
            return {}; // a plain number, an address: nothing points on
        const auto &given = fields->fields;
        for (std::size_t i = 0; i < given.size(); ++i) {
            const abi::Field *field = fieldOf(shape, given[i], i);
            if (field == nullptr)
                continue;
            Parsed<void> done;
            if (field->pointee != nullptr)
                done = pointer(shape, *field, given, i, base);
            else if (field->structure != nullptr && leadsOn(*field->structure))
                done = structure(*field->structure, given[i].value, base + field->offset);
            if (!done)
                return done;
        }
        return {};
    }

    /// "data" or 64 alone, for the pair of a base and a length.
    Parsed<void> vector(const abi::Structure &shape, const Value &typed, std::size_t base)
    {
        std::optional<std::uint64_t> count;
        return place(shape, shape.fields[0], typed, count, false, base);
    }

    Parsed<void> pointer(const abi::Structure &shape, const abi::Field &field,
                         const std::vector<FieldValue> &given, std::size_t index, std::size_t base)
    {
        std::optional<std::uint64_t> count;
        if (field.pointee->lengthField >= 0) {
            const abi::Field &length = shape.fields[static_cast<std::size_t>(field.pointee->lengthField)];
            for (std::size_t i = 0; i < given.size(); ++i) {
                const auto *number = std::get_if<NumberValue>(&given[i].value.is);
                if (fieldOf(shape, given[i], i) == &length && number != nullptr && number->number >= 0)
                    count = static_cast<std::uint64_t>(number->number);
            }
        }
        return place(shape, field, given[index].value, count, count.has_value(), base);
    }

    Parsed<void> place(const abi::Structure &shape, const abi::Field &field, const Value &typed,
                       std::optional<std::uint64_t> count, bool lengthTyped, std::size_t base)
    {
        if (isNull(typed))
            return {};
        Pointee pointee = *field.pointee;
        if (pointee.way == Way::Data)
            pointee.way = m_data;
        auto target = bindPointee(pointee, typed, pointee.data == Way::Data ? m_data : pointee.data, count);
        if (!target)
            return tl::unexpected(target.error());
        m_block.pointers.push_back({base + field.offset, std::move(*target),
                                    pointee.kind == Pointee::Kind::String || pointee.way == Way::String});
        if (pointee.lengthField < 0 || lengthTyped || !count)
            return {};
        const abi::Field &length = shape.fields[static_cast<std::size_t>(pointee.lengthField)];
        Bytes number(length.size);
        store(number, *count);
        std::copy_n(textOf(number).begin(), length.size,
                    m_block.bytes.begin() + static_cast<std::ptrdiff_t>(base + length.offset));
        return {};
    }

    const abi::Structure &m_structure;
    Way m_data;
    BlockValue m_block;
};

Parsed<Value> bindOut(const Pointee &pointee, const Value &typed, std::optional<std::uint64_t> &count)
{
    const std::uint64_t unit = pointee.kind == Pointee::Kind::Structures ? pointee.structure->size : 1;
    if (pointee.unit == LengthUnit::One)
        return Value{RoomValue{unit}, typed.position, typed.length};
    if (pointee.unit == LengthUnit::Constant)
        count = pointee.bytes;
    if (!count)
        count = roomOf(typed).value_or(unit == 1 ? kDefaultBytes : kDefaultElements);
    if (*count > kBufferLimit || *count * unit > kBufferLimit)
        return mistake(typed.position, typed.length,
                       fmt::format("{} are too many: {} bytes (16 MiB) at most", *count, kBufferLimit));
    return Value{RoomValue{*count * unit}, typed.position, typed.length};
}

Parsed<void> checkLength(const Value &typed, std::optional<std::uint64_t> &count, std::uint64_t have)
{
    if (count && *count > have)
        return mistake(typed.position, typed.length,
                       fmt::format("the length beside this is {}, but there are only {}", *count, have));
    if (!count)
        count = have;
    return {};
}

Parsed<Value> bindBytes(const Pointee &pointee, const Value &typed, std::optional<std::uint64_t> &count)
{
    const auto room = std::holds_alternative<StringValue>(typed.is) ? std::nullopt : roomOf(typed);
    auto bytes = room && pointee.way == Way::InOut ? Parsed<Bytes>(Bytes(std::min(*room, kBufferLimit)))
                                                   : encodeBuffer(typed);
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (pointee.unit == LengthUnit::Constant)
        bytes->resize(pointee.bytes);
    else if (auto fine = checkLength(typed, count, bytes->size()); !fine)
        return tl::unexpected(fine.error());
    BlockValue block{textOf(*bytes), pointee.way == Way::InOut, {}};
    return Value{std::move(block), typed.position, typed.length};
}

Parsed<Value> bindStructures(const Pointee &pointee, const Value &typed, Way data,
                             std::optional<std::uint64_t> &count)
{
    if (outlivesTheCall(*pointee.structure))
        return mistake(
            typed.position, typed.length,
            "the kernel uses this memory after the call has returned, when it is not lent any more: "
            "only NULL can stand here");
    BlockBinder binder(*pointee.structure, data);
    std::uint64_t have = 0;
    const auto *list = std::get_if<ListValue>(&typed.is);
    const bool several = list != nullptr && pointee.unit != LengthUnit::One;
    if (several && list->cut)
        return mistake(typed.position, typed.length,
                       "a list that was cut (...) cannot be sent: write all of it");
    for (std::size_t i = 0; i < (several ? list->items.size() : 1); ++i) {
        if (auto fine = binder.add(several ? list->items[i] : typed); !fine)
            return tl::unexpected(fine.error());
        ++have;
    }
    if (pointee.unit == LengthUnit::Elements) {
        if (auto fine = checkLength(typed, count, have); !fine)
            return tl::unexpected(fine.error());
    }
    BlockValue block = binder.take();
    block.written = pointee.way == Way::InOut;
    return Value{std::move(block), typed.position, typed.length};
}

} // namespace

Parsed<Value> bindPointee(const Pointee &pointee, const Value &typed, Way data,
                          std::optional<std::uint64_t> &count)
{
    if (isNull(typed))
        return Value{NullValue{}, typed.position, typed.length};
    if (pointee.kind == Pointee::Kind::String || pointee.way == Way::String) {
        const auto *string = std::get_if<StringValue>(&typed.is);
        if (string == nullptr || string->cut || string->bytes.find('\0') != std::string::npos)
            return mistake(typed.position, typed.length, "a whole string in quotes has to stand here");
        return typed;
    }
    if (pointee.way == Way::None || pointee.way == Way::Opcode)
        return mistake(typed.position, typed.length, "this pointer can only be NULL here");
    if (pointee.way == Way::Out)
        return bindOut(pointee, typed, count);
    if (pointee.kind == Pointee::Kind::Structures)
        return bindStructures(pointee, typed, data, count);
    return bindBytes(pointee, typed, count);
}

} // namespace rumpscope::call
