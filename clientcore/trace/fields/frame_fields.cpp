// SPDX-License-Identifier: BSD-2-Clause
// One frame: header and payload of every type (rump_sp, "Frames").
#include "clientcore/abi/catalog.h"
#include "clientcore/call/bytes.h"
#include "clientcore/call/decode.h"
#include "clientcore/trace/fields/field.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::trace {

namespace {

using wire::FrameClass;
using wire::FrameType;
using wire::HandshakeKind;

constexpr std::size_t kTextShown = 64;

std::string hex(std::uint64_t value)
{
    return fmt::format("{:#x}", value);
}

/// Walks over the payload and writes down each field that is wholly there.
class Payload
{
public:
    Payload(const FrameRecord &frame, std::size_t index, std::vector<Field> &into)
        : m_bytes(frame.payload)
        , m_index(index)
        , m_into(into)
    {}

    [[nodiscard]] std::size_t left() const { return m_bytes.size() - m_at; }
    [[nodiscard]] std::size_t at() const { return wire::kHeaderSize + m_at; }

    /// Null where the frame ends before it.
    template<class Say>
    Field *number(const std::string &name, const std::string &type, std::size_t size,
                  const std::string &meaning, const Say &say)
    {
        if (left() < size)
            return nullptr;
        const std::uint64_t value = call::loadUnsigned(wire::ByteView(m_bytes).subspan(m_at, size));
        return add(name, type, say(value), meaning, size);
    }
    Field *bytes(std::string name, std::size_t size, std::string meaning)
    {
        size = std::min(size, left());
        if (size == 0)
            return nullptr;
        const auto data = wire::ByteView(m_bytes).subspan(m_at, size);
        return add(std::move(name), "bytes", call::quote(data, kTextShown), std::move(meaning), size);
    }
    void cookie(const std::string &meaning)
    {
        constexpr std::size_t kCookie = 16;
        if (left() < kCookie)
            return;
        std::string text;
        for (const std::byte byte : wire::ByteView(m_bytes).subspan(m_at, kCookie))
            text += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
        add("cookie", "16 bytes", std::move(text), meaning, kCookie);
    }
    Field *rest(const std::string &name, const std::string &meaning) { return bytes(name, left(), meaning); }
    void skip(std::size_t size) { m_at += std::min(size, left()); }

private:
    Field *add(std::string name, std::string type, std::string text, std::string meaning, std::size_t size)
    {
        m_into.push_back(
            {std::move(name), std::move(type), std::move(text), std::move(meaning), m_index, at(), size, {}});
        m_at += size;
        return &m_into.back();
    }

    const wire::Bytes &m_bytes;
    const std::size_t m_index;
    std::vector<Field> &m_into;
    std::size_t m_at = 0;
};

std::string decimal(std::uint64_t value)
{
    return std::to_string(value);
}

std::string signedDecimal(std::uint64_t value)
{
    return std::to_string(static_cast<std::int64_t>(value));
}

std::string errnoName(std::uint64_t value)
{
    const auto number = static_cast<std::int32_t>(value);
    const abi::ErrnoFact *fact = abi::findErrno(number);
    return fact == nullptr ? std::to_string(number) : fmt::format("{} {}", number, fact->name);
}

std::string errnoMeaning(std::uint64_t value)
{
    const auto number = static_cast<std::int32_t>(value);
    const abi::ErrnoFact *fact = abi::findErrno(number);
    return number == 0       ? "no error"
           : fact == nullptr ? "an errno NetBSD does not have"
                             : std::string(fact->meaning);
}

/// The fields of the call whose bytes are in frame `index`, the outermost ones.
void collect(const Field &from, std::size_t index, std::vector<Field> &into)
{
    for (const Field &child : from.children) {
        if (child.frame == index)
            into.push_back(child);
        else
            collect(child, index, into);
    }
}

void addWord(const wire::Header &header, Field &word)
{
    if (header.frameClass == FrameClass::Error) {
        word.meaning = "error code: ";
        word.meaning += wire::meaning(static_cast<wire::ErrorCode>(header.word));
        return;
    }
    word.meaning = "0 in answers";
    if (header.frameClass != FrameClass::Request)
        return;
    switch (header.type) {
    case FrameType::Handshake:
        word.text += fmt::format(" {}", wire::name(static_cast<HandshakeKind>(header.word)));
        word.meaning = "kind of handshake";
        break;
    case FrameType::Syscall: {
        const abi::Call *known = abi::findCall(header.word);
        word.text += known != nullptr ? fmt::format(" {}", known->display) : "";
        word.meaning = known != nullptr ? "system call" : "no such system call";
        break;
    }
    case FrameType::Raise: {
        const auto name = abi::signalName(static_cast<std::int32_t>(header.word));
        word.text += name.empty() ? "" : fmt::format(" {}", name);
        word.meaning = "signal, NetBSD's number";
        break;
    }
    default:
        word.meaning = "unused";
    }
}

Field headerOf(const FrameRecord &frame, std::size_t index)
{
    const wire::Header &header = frame.header;
    Field top{"header", "24 bytes", {}, "before every payload", index, 0, wire::kHeaderSize, {}};
    const auto add = [&](std::string name, std::string type, std::string text, std::string meaning,
                         std::size_t offset, std::size_t size) {
        top.children.push_back(
            {std::move(name), std::move(type), std::move(text), std::move(meaning), index, offset, size, {}});
    };
    add("len", "u64", decimal(header.length), "bytes of the whole frame, header included", 0, 8);
    add("reqno", "u64", decimal(header.reqno),
        header.type == FrameType::Raise ? "garbage in a signal" : "chosen by who asks, echoed in the answer",
        8, 8);
    add("class", "u16",
        fmt::format("{} {}", static_cast<unsigned>(header.frameClass), wire::name(header.frameClass)),
        "request, response or error", 16, 2);
    add("type", "u16", fmt::format("{} {}", static_cast<unsigned>(header.type), wire::name(header.type)), {},
        18, 2);
    add("word", "u32", decimal(header.word), {}, 20, 4);
    addWord(header, top.children.back());
    top.text = fmt::format("{} {}", wire::name(header.type), wire::name(header.frameClass));
    return top;
}

void addData(Payload &payload, std::size_t index, const Field &call, const std::string &meaning)
{
    if (Field *data = payload.rest("data", meaning)) {
        collect(call, index, data->children);
        // One part that is all of it needs no level of its own.
        if (data->children.size() == 1 && data->children.front().children.empty() &&
            data->children.front().size == data->size)
            data->children.clear();
    }
}

void addCopy(Payload &payload, const wire::Header &header, std::size_t index, const Field &call)
{
    const bool string = header.type == FrameType::CopyInStr || header.type == FrameType::CopyOutStr;
    payload.number("length", "u64", 8, string ? "bytes at most" : "bytes", decimal);
    payload.number("address", "u64", 8, "in the client's memory", hex);
    addData(payload, index, call, "what the kernel writes there");
}

/// Arguments of a system call; what the call's own fields do not cover comes as numbers.
void addArguments(Payload &payload, std::size_t index, const Field &call, std::vector<Field> &into)
{
    std::vector<Field> known;
    collect(call, index, known);
    for (std::size_t slot = 0; payload.left() >= 8; ++slot) {
        const auto found = std::find_if(known.begin(), known.end(),
                                        [&](const Field &field) { return field.offset == payload.at(); });
        if (found == known.end()) {
            payload.number(fmt::format("argument {}", slot), "u64", 8, {}, hex);
            continue;
        }
        const std::size_t size = found->size;
        into.push_back(std::move(*found));
        payload.skip(size);
        if (size < 8) // the kernel looks at four bytes only
            payload.bytes("upper half", 8 - size, "not looked at");
    }
}

void addRequest(Payload &payload, const wire::Header &header, std::size_t index, const Field &call,
                std::vector<Field> &into)
{
    switch (header.type) {
    case FrameType::Handshake:
        if (header.word == static_cast<std::uint32_t>(HandshakeKind::Fork)) {
            payload.cookie("of the PREFORK that prepared the child");
            payload.number("cancel", "i32", 4, "0: claims the child; else it is dropped", decimal);
        } else {
            payload.rest("command name", "ends with a NUL");
        }
        break;
    case FrameType::Syscall:
        addArguments(payload, index, call, into);
        break;
    case FrameType::CopyIn:
    case FrameType::CopyInStr:
    case FrameType::CopyOut:
    case FrameType::CopyOutStr:
        addCopy(payload, header, index, call);
        break;
    case FrameType::AnonMmap:
        payload.number("length", "u64", 8, "bytes the kernel wants mapped", decimal);
        break;
    default:
        break;
    }
}

void addResponse(Payload &payload, const wire::Header &header, std::size_t index, const Field &call)
{
    const auto error = [&] {
        std::uint64_t value = 0;
        Field *field = payload.number("error", "i32", 4, {}, [&](std::uint64_t number) {
            value = number;
            return errnoName(number);
        });
        if (field != nullptr)
            field->meaning = errnoMeaning(value);
    };
    switch (header.type) {
    case FrameType::Handshake:
        error();
        break;
    case FrameType::Syscall: {
        std::vector<Field> result;
        collect(call, index, result);
        const auto meaning = [&](std::size_t child) -> std::string {
            const bool known = result.size() == 1 && child < result.front().children.size();
            return known ? result.front().children[child].meaning : "";
        };
        error();
        payload.number("padding", "u32", 4, "not zeroed by the server: says nothing", hex);
        payload.number("first value", "i64", 8, meaning(1), signedDecimal);
        payload.number("second value", "i64", 8, meaning(2), signedDecimal);
        break;
    }
    case FrameType::Prefork:
        payload.cookie("whoever shows it first claims the child");
        break;
    case FrameType::AnonMmap:
        payload.number("address", "u64", 8, "0: could not be mapped", hex);
        break;
    case FrameType::CopyIn:
        addData(payload, index, call, "the client's memory");
        break;
    default:
        payload.rest("data", {});
        break;
    }
}

} // namespace

std::string frameTitle(const FrameRecord &frame)
{
    return fmt::format(
        "{} {} {}, {} bytes", wire::name(frame.header.type), wire::name(frame.header.frameClass),
        frame.direction == Direction::ToServer ? "client → kernel" : "kernel → client", frame.header.length);
}

Field frameFields(const CallRecord &record, std::size_t index, const Field &call)
{
    const FrameRecord &frame = record.frames[index];
    Field top{frameTitle(frame), {}, {}, {}, index, 0, wire::kHeaderSize + frame.payload.size(), {}};
    top.children.push_back(headerOf(frame, index));
    Payload payload(frame, index, top.children);
    if (frame.header.frameClass == FrameClass::Request)
        addRequest(payload, frame.header, index, call, top.children);
    else if (frame.header.frameClass == FrameClass::Response)
        addResponse(payload, frame.header, index, call);
    payload.rest("more bytes", "no field of rump_sp");
    const std::uint64_t kept = wire::kHeaderSize + frame.payload.size();
    if (frame.header.length > kept)
        top.children.push_back({"not kept",
                                {},
                                fmt::format("{} bytes", frame.header.length - kept),
                                "beyond what is recorded of a frame",
                                {},
                                0,
                                0,
                                {}});
    return top;
}

} // namespace rumpscope::trace
