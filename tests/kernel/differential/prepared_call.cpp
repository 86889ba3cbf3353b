// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/differential/prepared_call.h"

#include "clientcore/call/bytes.h"
#include "clientcore/call/names.h"
#include "clientcore/call/scanner.h"

#include <stdexcept>

namespace rumpscope::test {

namespace {

constexpr std::string_view kRaw = "raw ";

[[noreturn]] void wrong(std::string_view text, const std::string &why)
{
    throw std::runtime_error(std::string(text) + ": " + why);
}

/// Reads the arguments of a raw call and makes their memory.
class RawArguments
{
public:
    RawArguments(std::string_view text, call::MarshalledCall &into)
        : m_text(text)
        , m_scanner(text)
        , m_into(into)
    {}

    void read()
    {
        m_scanner.skipBlanks();
        const std::string_view name = m_scanner.name();
        m_into.call = abi::findCall(name);
        if (m_into.call == nullptr || !m_scanner.accept("("))
            wrong(m_text, "no such call");
        if (!m_scanner.accept(")")) {
            do
                m_into.arguments.push_back(argument());
            while (m_scanner.accept(","));
            expect(")");
        }
        if (m_into.arguments.size() != m_into.call->arguments.size())
            wrong(m_text, "write an argument for every slot");
    }

private:
    void expect(std::string_view sign)
    {
        if (!m_scanner.accept(sign))
            wrong(m_text, std::string(sign) + " expected at " + std::to_string(m_scanner.position()));
    }

    std::uint64_t number()
    {
        m_scanner.skipBlanks();
        if (!call::startsName(m_scanner.peek())) {
            const auto plain = m_scanner.number();
            if (!plain)
                wrong(m_text, plain.error().message);
            return static_cast<std::uint64_t>(*plain);
        }
        call::NamesValue names;
        do {
            m_scanner.skipBlanks();
            names.names.emplace_back(m_scanner.name());
        } while (m_scanner.accept("|"));
        const auto value = call::numberOf(names, {names, 0, 0}, nullptr);
        if (!value)
            wrong(m_text, value.error().message);
        return static_cast<std::uint64_t>(*value);
    }

    std::uint64_t argument()
    {
        m_scanner.skipBlanks();
        if (m_scanner.peek() == '"')
            return m_into.memory.string(string());
        if (m_scanner.accept("[")) {
            const std::uint64_t size = number();
            expect("]");
            return m_into.memory.out(size);
        }
        if (m_scanner.accept("<"))
            return memory();
        return m_scanner.accept("NULL") ? 0 : number();
    }

    std::string string()
    {
        const auto text = m_scanner.string();
        if (!text)
            wrong(m_text, text.error().message);
        return text->bytes;
    }

    /// Behind its "<".
    std::uint64_t memory()
    {
        call::Bytes bytes;
        while (!m_scanner.accept(">"))
            item(bytes);
        return m_into.memory.inOut(bytes);
    }

    void item(call::Bytes &bytes)
    {
        m_scanner.skipBlanks();
        if (m_scanner.peek() == '"') {
            const std::string text = string();
            const auto more = call::bytesOf(text);
            bytes.insert(bytes.end(), more.begin(), more.end());
        } else if (m_scanner.accept("<")) {
            append(bytes, 8, memory());
        } else {
            const std::string_view kind = m_scanner.name();
            const std::size_t size = kind == "u8" ? 1 : kind == "u16" ? 2 : kind == "u32" ? 4 : 8;
            if (kind == "room")
                bytes.resize(bytes.size() + number());
            else if (size < 8 || kind == "u64")
                append(bytes, size, number());
            else
                wrong(m_text, "u8, u16, u32, u64, room, \"bytes\" or <memory> expected");
        }
    }

    static void append(call::Bytes &bytes, std::size_t size, std::uint64_t value)
    {
        bytes.resize(bytes.size() + size);
        call::store(std::span(bytes).last(size), value);
    }

    std::string_view m_text;
    call::Scanner m_scanner;
    call::MarshalledCall &m_into;
};

} // namespace

call::MarshalledCall prepareCall(std::string_view text, memory::GuestMemory &guest)
{
    if (text.starts_with(kRaw)) {
        call::MarshalledCall made{nullptr, {}, memory::CallMemory(guest)};
        RawArguments(text.substr(kRaw.size()), made).read();
        return made;
    }
    const auto read = call::parse(text);
    const auto bound = read ? call::bind(*read) : tl::unexpected(read.error());
    if (!bound)
        wrong(text, bound.error().message);
    return call::marshal(*bound, guest);
}

} // namespace rumpscope::test
