// SPDX-License-Identifier: BSD-2-Clause
// Arguments that are memory, as text: strings, buffers, structures, vectors, lengths.
#pragma once

#include "clientcore/abi/catalog.h"
#include "clientcore/call/decode.h"
#include "clientcore/call/seen_memory.h"
#include "clientcore/call/structure_text.h"

namespace rumpscope::call {

/// How long the memory of argument `index` is, in bytes; what the kernel said of it, once it has.
/// `seen.arguments` has an entry for every slot of `call`.
[[nodiscard]] std::uint64_t memoryLength(const abi::Call &call, std::size_t index, const SeenCall &seen);
/// Several structures, one after the other; an address is one, however long.
[[nodiscard]] bool isList(const abi::Argument &argument);
/// Bytes of the number a Role::LengthInOut points to.
[[nodiscard]] std::size_t lengthWidth(const abi::Argument &argument);

/// Decodes the memory arguments of one call. Borrows everything it is given.
class MemoryText
{
public:
    /// `seen.arguments` has an entry for every slot of `call`.
    MemoryText(const abi::Call &call, const SeenCall &seen, const FormatLimits &limits)
        : m_call(call)
        , m_seen(seen)
        , m_limits(limits)
    {}

    /// Text, fields and bytes of argument `index`.
    void decode(std::size_t index, DecodedArgument &into) const;

private:
    void string(std::uint64_t address, DecodedArgument &into) const;
    void input(std::size_t index, DecodedArgument &into) const;
    void output(std::size_t index, DecodedArgument &into) const;
    void buffer(std::size_t index, const SeenBytes &seen, std::uint64_t length, DecodedArgument &into) const;
    void shaped(const abi::Argument &argument, const SeenBytes &seen, DecodedArgument &into) const;
    void chosen(std::size_t index, DecodedArgument &into) const;
    void vector(std::size_t index, DecodedArgument &into) const;
    void lengthInOut(std::uint64_t address, std::size_t width, DecodedArgument &into) const;

    [[nodiscard]] bool succeeded() const { return m_seen.answered && m_seen.error == 0; }
    [[nodiscard]] std::string bufferText(std::span<const std::byte> bytes, std::uint64_t whole) const;
    [[nodiscard]] bool isValue(std::size_t index) const;

    const abi::Call &m_call;
    const SeenCall &m_seen;
    const FormatLimits &m_limits;
};

} // namespace rumpscope::call
