// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/fields.h"

#include "clientcore/abi/meaning.h"
#include "clientcore/abi/netbsd.h"
#include "clientcore/call/choosing_seen.h"
#include "clientcore/call/memory_fields.h"
#include "clientcore/call/memory_text.h"
#include "clientcore/call/names.h"
#include "clientcore/call/scalar_text.h"
#include "clientcore/call/sysctl_shape.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::call {

namespace {

using abi::Role;
using abi::Way;

constexpr std::size_t kSlot = 8;
constexpr std::size_t kMostSlots = 64;
// The answer's payload: error, four bytes of padding, two values (rump_sp, "Client to server").
constexpr Spot kErrorSpot{Spot::In::Answer, 0, 0, 4};
constexpr Spot kFirstSpot{Spot::In::Answer, 0, 8, 8};
constexpr Spot kSecondSpot{Spot::In::Answer, 0, 16, 8};

/// Which way an argument's memory goes, and what it is.
abi::Pointee pointeeOf(const abi::Argument &argument)
{
    using Kind = abi::Pointee::Kind;
    using Unit = abi::LengthUnit;
    abi::Pointee pointee;
    pointee.structure = argument.structure;
    pointee.data = argument.data;
    switch (argument.role) {
    case Role::Path:
    case Role::String:
        pointee.kind = Kind::String;
        pointee.way = Way::String;
        break;
    case Role::BufferIn:
    case Role::StructIn:
        pointee.way = Way::In;
        break;
    case Role::BufferOut:
    case Role::StructOut:
        pointee.way = Way::Out;
        break;
    case Role::StructInOut:
        pointee.way = Way::InOut;
        break;
    case Role::IovecIn:
    case Role::IovecOut:
        pointee.way = Way::In;
        pointee.structure = abi::findStructure("iovec");
        pointee.data = argument.role == Role::IovecOut ? Way::Out : Way::In;
        pointee.unit = Unit::Elements;
        break;
    default:
        break;
    }
    if (pointee.kind == Kind::Nothing && pointee.way != Way::None)
        pointee.kind = pointee.structure != nullptr ? Kind::Structures : Kind::Bytes;
    return pointee;
}

std::string_view roleMeaning(Role role)
{
    switch (role) {
    case Role::Fd:
        return "descriptor of the process";
    case Role::Path:
        return "path the kernel fetches";
    case Role::String:
        return "string the kernel fetches";
    case Role::Size:
        return "bytes";
    case Role::Offset:
        return "place in the file, bytes";
    case Role::Mode:
        return "permissions, octal";
    case Role::BufferIn:
    case Role::IovecIn:
        return "memory the kernel reads";
    case Role::BufferOut:
    case Role::IovecOut:
        return "memory the kernel writes";
    case Role::StructIn:
        return "structure the kernel reads";
    case Role::StructOut:
        return "structure the kernel writes";
    case Role::StructInOut:
        return "structure the kernel reads and writes";
    case Role::LengthInOut:
        return "length the kernel reads and writes, bytes";
    case Role::Chosen:
        return "its shape is chosen by another argument";
    case Role::Address:
        return "an address that only names something";
    case Role::Pad:
        return "unused";
    default:
        return "";
    }
}

class ArgumentFields
{
public:
    ArgumentFields(const abi::Call &call, const SeenCall &seen)
        : m_call(call)
        , m_seen(seen)
        , m_memory(seen)
    {}

    [[nodiscard]] Field field(std::size_t index, const DecodedArgument *decoded) const
    {
        const abi::Argument &argument = m_call.arguments[index];
        Field made;
        made.name = argument.role == Role::Pad ? "padding" : std::string(argument.name);
        made.type = argument.type;
        made.meaning = roleMeaning(argument.role);
        made.spot = {Spot::In::Argument, index, 0, argument.role == Role::Pad ? kSlot : argument.bytes};
        made.text = decoded != nullptr ? decoded->text : fmt::format("{:#x}", m_seen.arguments[index]);
        if (isScalar(argument.role) || choosesNumber(m_call, index, m_seen))
            scalar(index, made);
        else if (argument.role != Role::Pad && m_seen.arguments[index] != 0)
            memory(index, made);
        return made;
    }

private:
    void scalar(std::size_t index, Field &made) const
    {
        const abi::Argument &argument = m_call.arguments[index];
        const std::uint64_t slot = m_seen.arguments[index];
        const std::uint64_t bits = argument.bytes == 4 ? slot & 0xffffffffU : slot;
        if (argument.role == Role::Mode) {
            addFlags(made, *abi::findFlagSet("file mode"), bits);
            return;
        }
        if (made.text == "AT_FDCWD")
            made.meaning = abi::meaningOf(made.text);
        const abi::FlagSet *set = scalarSet(m_call, index, m_seen.arguments);
        if (set == nullptr)
            return;
        if (argument.role != Role::Enum) {
            addFlags(made, *set, bits);
            return;
        }
        if (const auto meaning = abi::meaningOf(made.text); !meaning.empty())
            made.meaning = meaning;
        if (startsName(made.text.front()))
            made.text += fmt::format(" ({})", signExtend(slot, argument.bytes));
    }

    void memory(std::size_t index, Field &made) const
    {
        const abi::Argument &argument = m_call.arguments[index];
        const std::uint64_t address = m_seen.arguments[index];
        made.meaning += fmt::format("{}at {:#x}", made.meaning.empty() ? "" : ", ", address);
        if (argument.role == Role::Chosen) {
            chosen(index, made);
        } else if (argument.role == Role::LengthInOut) {
            m_memory.plain(made, Way::InOut, address, lengthWidth(argument));
            if (!made.children.empty())
                made.children.front().text = made.text;
        } else if (m_call.number == abi::NB_SYS___sysctl && argument.role == Role::BufferOut) {
            sysctl(index, made);
        } else if (argument.role == Role::IovecIn || argument.role == Role::IovecOut) {
            const std::uint64_t count = m_seen.arguments[static_cast<std::size_t>(argument.lengthArgument)];
            m_memory.behind(made, pointeeOf(argument), Way::None, address, count & 0xffffffffU);
        } else {
            shaped(index, pointeeOf(argument), made);
        }
    }

    void shaped(std::size_t index, abi::Pointee pointee, Field &made) const
    {
        const abi::Argument &argument = m_call.arguments[index];
        std::uint64_t count = memoryLength(m_call, index, m_seen);
        if (argument.role == Role::BufferOut && m_call.result == abi::ResultKind::Size && m_seen.answered &&
            m_seen.error == 0)
            count = std::min(count, static_cast<std::uint64_t>(std::max<std::int64_t>(m_seen.retval[0], 0)));
        const std::uint64_t address = m_seen.arguments[index];
        if (pointee.structure != nullptr && pointee.structure->name == "sockaddr") {
            m_memory.socketAddress(made, pointee.way, address, count);
        } else if (pointee.kind == abi::Pointee::Kind::Structures && isList(argument)) {
            m_memory.list(made, *pointee.structure, pointee.way, argument.data, address, count, 0);
        } else {
            m_memory.behind(made, pointee, argument.data, address, count);
        }
    }

    void chosen(std::size_t index, Field &made) const
    {
        const abi::Argument &argument = m_call.arguments[index];
        const Chosen what = chosenBy(argument.chooser, choosing(m_call, index, m_seen));
        const std::uint64_t count = what.pointee.unit == abi::LengthUnit::Constant ? what.pointee.bytes : 1;
        m_memory.behind(made, what.pointee, what.pointee.data, m_seen.arguments[index], count);
    }

    void sysctl(std::size_t index, Field &made) const
    {
        const std::uint64_t address = m_seen.arguments[index];
        const std::uint64_t count = m_seen.arguments[1] & 0xffffffffU;
        const auto mib = seenMemory(m_seen.copies, Direction::In, m_seen.arguments[0], count * 4);
        const SysctlShape shape = sysctlShape(mib.bytes);
        const std::uint64_t size = memoryLength(m_call, index, m_seen);
        if (shape.structure == nullptr)
            m_memory.plain(made, Way::Out, address, size);
        else
            m_memory.list(made, *shape.structure, Way::Out, Way::None, address, size, shape.stride);
    }

    const abi::Call &m_call;
    const SeenCall &m_seen;
    const MemoryFields m_memory;
};

Field valueField(std::string name, std::int64_t value, std::string meaning, Spot spot)
{
    return {std::move(name), "i64", std::to_string(value), std::move(meaning), spot, {}};
}

/// The answer: error with its sentence, then what came back.
Field resultField(const abi::Call *call, const SeenCall &seen)
{
    using abi::ResultKind;
    Field result{"result", {}, resultText(call, seen), {}, {Spot::In::Answer, 0, 0, 24}, {}};
    const abi::ErrnoFact *fact = abi::findErrno(seen.error);
    Field error{"error", "i32", std::to_string(seen.error), "no error", kErrorSpot, {}};
    if (seen.error != 0) {
        error.text += fact != nullptr ? ' ' + std::string(fact->name) : "";
        error.meaning = fact != nullptr ? fact->meaning : "an errno NetBSD does not have";
        result.meaning = error.meaning;
    }
    result.children.push_back(std::move(error));
    const ResultKind kind = call != nullptr ? call->result : ResultKind::Int;
    std::string first;
    std::string second;
    switch (kind) {
    case ResultKind::Fd:
        first = "the new descriptor";
        break;
    case ResultKind::Pid:
        first = "process";
        second = "its parent";
        break;
    case ResultKind::Uid:
        first = "user or group";
        break;
    case ResultKind::Size:
        first = "bytes";
        break;
    case ResultKind::Offset:
        first = "place in the file, bytes";
        break;
    case ResultKind::Mode:
        first = "the mode until then";
        break;
    case ResultKind::TwoFds:
        first = "descriptor to read from";
        second = "descriptor to write to";
        break;
    case ResultKind::ErrnoValue:
        if (const abi::ErrnoFact *value = abi::findErrno(static_cast<std::int32_t>(seen.retval[0])))
            first = fmt::format("{}: {}", value->name, value->meaning);
        else
            first = "an errno as the value";
        break;
    case ResultKind::Void:
    case ResultKind::Int:
        break;
    }
    if (seen.error != 0)
        first = second = "says nothing: the call failed";
    result.children.push_back(valueField("first value", seen.retval[0], std::move(first), kFirstSpot));
    result.children.push_back(valueField("second value", seen.retval[1], std::move(second), kSecondSpot));
    return result;
}

} // namespace

std::vector<Field> fieldsOf(const SeenCall &seen)
{
    std::vector<Field> fields;
    const abi::Call *call = abi::findCall(seen.number);
    const std::size_t have = std::min(seen.arguments.size(), kMostSlots);
    const std::size_t known = call == nullptr ? 0 : call->arguments.size();
    if (call != nullptr) {
        std::vector<std::uint64_t> slots(seen.arguments.begin(), seen.arguments.end());
        slots.resize(known);
        SeenCall whole = seen;
        whole.arguments = slots;
        const DecodedCall decoded = decode(seen);
        const ArgumentFields arguments(*call, whole);
        std::size_t written = 0; // decode leaves PAD out
        for (std::size_t i = 0; i < known; ++i) {
            const bool pad = call->arguments[i].role == Role::Pad;
            const DecodedArgument *one = pad ? nullptr : &decoded.arguments[written++];
            if (i < have)
                fields.push_back(arguments.field(i, one));
            else if (!pad)
                fields.push_back({std::string(call->arguments[i].name),
                                  std::string(call->arguments[i].type),
                                  "?",
                                  "the request ends before it",
                                  {},
                                  {}});
        }
    }
    for (std::size_t i = known; i < have; ++i)
        fields.push_back({fmt::format("argument {}", i),
                          "u64",
                          fmt::format("{:#x}", seen.arguments[i]),
                          call == nullptr ? "" : "more than the call takes",
                          {Spot::In::Argument, i, 0, kSlot},
                          {}});
    if (seen.answered)
        fields.push_back(resultField(call, seen));
    return fields;
}

} // namespace rumpscope::call
