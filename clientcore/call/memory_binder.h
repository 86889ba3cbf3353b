// SPDX-License-Identifier: BSD-2-Clause
// One call's memory while it is bound: what each argument that points somewhere becomes.
#pragma once

#include "clientcore/call/align.h"
#include "clientcore/call/bind_memory.h"
#include "clientcore/call/choose.h"

#include <vector>

namespace rumpscope::call {

/// Of bind_memory.cpp and bind_structures.cpp. Lives within one bindMemory(), and borrows all it is given.
class MemoryBinder
{
public:
    MemoryBinder(const Expression &expression, const std::vector<const Value *> &typed, BoundCall &bound)
        : m_expression(expression)
        , m_arguments(writtenArguments(*bound.call))
        , m_typed(typed)
        , m_bound(bound)
    {}

    /// All arguments in turn, up to the first that is wrong.
    Parsed<void> run();

private:
    Parsed<void> one(std::size_t index);
    Parsed<void> input(std::size_t index);
    Parsed<void> output(std::size_t index);
    Parsed<void> pointedTo(std::size_t index, std::size_t length);
    Parsed<void> vector(std::size_t index);
    Parsed<void> chosen(std::size_t index);
    Parsed<void> block(std::size_t index);
    [[nodiscard]] Choosing choosing(std::size_t index) const;
    Parsed<Bytes> structures(const abi::Argument &argument, const Value &value) const;
    Parsed<void> setLength(std::size_t length, std::uint64_t have, const char *what);
    Parsed<std::uint64_t> typedLength(std::size_t length) const;
    [[nodiscard]] std::size_t indexOf(const abi::Argument *argument) const;
    Parsed<void> limit(std::size_t index, std::uint64_t size) const;

    const Expression &m_expression;
    std::vector<const abi::Argument *> m_arguments;
    const std::vector<const Value *> &m_typed;
    BoundCall &m_bound;
};

[[nodiscard]] inline bool isNull(const Value *value)
{
    return value != nullptr && std::holds_alternative<NullValue>(value->is);
}

} // namespace rumpscope::call
