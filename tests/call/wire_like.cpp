// SPDX-License-Identifier: BSD-2-Clause
#include "tests/call/wire_like.h"

#include "clientcore/call/bytes.h"

namespace rumpscope::call::test {

using abi::Role;

Bytes bytes(std::string_view text)
{
    const auto view = bytesOf(text);
    return {view.begin(), view.end()};
}

Bytes numbers(std::initializer_list<std::int64_t> values, std::size_t width)
{
    Bytes all;
    for (const std::int64_t value : values) {
        Bytes one(width);
        store(one, static_cast<std::uint64_t>(value));
        all.insert(all.end(), one.begin(), one.end());
    }
    return all;
}

WireLike::WireLike(std::string_view text)
{
    const auto expression = parse(text);
    if (!expression) {
        m_error = expression.error();
        return;
    }
    const auto bound = bind(*expression);
    if (!bound) {
        m_error = bound.error();
        return;
    }
    m_marshalled = marshal(*bound, m_guest);
}

WireLike &WireLike::writes(std::size_t index, Bytes data)
{
    return writesAt(slots()[index], std::move(data));
}

WireLike &WireLike::writesAt(std::uint64_t address, Bytes data)
{
    m_written.emplace_back(address, std::move(data));
    return *this;
}

WireLike &WireLike::answers(std::int64_t value, std::int64_t second)
{
    m_answered = true;
    m_values = {value, second};
    return *this;
}

WireLike &WireLike::fails(std::int32_t error)
{
    m_answered = true;
    m_errno = error;
    return *this;
}

SeenCall WireLike::seen(std::list<Bytes> &kept, std::vector<Copy> &copies) const
{
    // The kernel reads all it may.
    for (const auto &range : m_marshalled->memory.ranges()) {
        if (range.access == memory::Access::Write)
            continue;
        kept.push_back(at(range.address));
        copies.push_back({Copy::Kind::In, range.address, kept.back(), kept.back().size()});
    }
    for (const auto &[address, data] : m_written)
        copies.push_back({Copy::Kind::Out, address, data, data.size()});
    SeenCall seen;
    seen.number = call().number;
    seen.arguments = slots();
    seen.copies = copies;
    seen.answered = m_answered;
    seen.error = m_errno;
    seen.retval = m_values;
    return seen;
}

DecodedCall WireLike::decoded(FormatLimits limits) const
{
    std::list<Bytes> kept;
    std::vector<Copy> copies;
    return decode(seen(kept, copies), limits);
}

std::vector<Field> WireLike::fields() const
{
    std::list<Bytes> kept;
    std::vector<Copy> copies;
    return fieldsOf(seen(kept, copies));
}

std::string mistakeIn(std::string_view text)
{
    const WireLike wire(text);
    return wire.ok() ? "no mistake" : wire.error().message;
}

} // namespace rumpscope::call::test
