// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/abi/generator/facts.h"

#include <limits>

namespace rumpscope::abi::generator {

namespace {

constexpr std::string_view kTop = R"(// SPDX-License-Identifier: BSD-2-Clause
// Generated from resources/abi: NetBSD's numbers (7.99.34, amd64) as constants. The host's differ.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rumpscope::abi {

/// Where a field lies in its structure; used as a number it is the offset.
struct FieldSpot
{
    std::size_t offset;
    std::size_t size;

    // NOLINTNEXTLINE(google-explicit-constructor)
    constexpr operator std::size_t() const { return offset; }
};

)";

void constant(std::string &out, std::string_view type, const std::string &name, const std::string &value)
{
    out += "inline constexpr ";
    out += type;
    out += " NB_" + name + " = " + value + ";\n";
}

} // namespace

std::string spell(std::int64_t value)
{
    // The least number of a type has no literal of its own: -2147483648 is a minus before a long.
    if (value == std::numeric_limits<std::int32_t>::min())
        return "-2147483647 - 1";
    return value > std::numeric_limits<std::int32_t>::max() ? std::to_string(value) + "U"
                                                            : std::to_string(value);
}

std::string writeHeader(const Facts &facts)
{
    std::string out(kTop);
    for (const ErrnoRow &row : facts.errnos)
        constant(out, "std::int32_t", row.name, spell(row.number));
    out += "\n";
    for (const Constant &row : facts.constants) {
        if (!row.text.empty())
            constant(out, "std::string_view", row.name, row.text);
        else if (row.value > std::numeric_limits<std::int32_t>::max())
            constant(out, "std::uint32_t", row.name, spell(row.value));
        else
            constant(out, "std::int32_t", row.name, spell(row.value));
    }
    out += "\n";
    for (const auto *table : {&facts.calls, &facts.newerCalls}) {
        for (const CallRow &row : *table)
            constant(out, "std::uint32_t", "SYS_" + row.name, spell(row.number));
    }
    for (const StructRow &row : facts.structs) {
        if (row.element)
            continue;
        out += "\nnamespace layout::" + row.name + " {\n";
        out += "inline constexpr std::size_t kSize = " + std::to_string(row.size) + ";\n";
        for (const FieldRow &field : row.fields)
            out += "inline constexpr FieldSpot " + field.name + "{" + std::to_string(field.offset) + ", " +
                   std::to_string(field.size) + "};\n";
        out += "} // namespace layout::" + row.name + "\n";
    }
    return out + "\n} // namespace rumpscope::abi\n";
}

} // namespace rumpscope::abi::generator
