// SPDX-License-Identifier: BSD-2-Clause
// A filter taken apart, before anybody knows whether it makes sense. Inside of the filter language.
#pragma once

#include "clientcore/filter/filter_error.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace rumpscope::trace {

struct Literal
{
    enum class Kind : std::uint8_t { Name, Text, Number, Duration, Size };
    Kind kind = Kind::Name;
    std::string text;        ///< Name, Text; of the others as written
    std::int64_t number = 0; ///< Duration: nanoseconds; Size: bytes
    std::size_t position = 0;
    std::size_t length = 0;
};

enum class Comparison : std::uint8_t {
    Alone, ///< no operator: a flag
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Contains,
    Begins,
    Ends,
    In,
};

/// field comparison value, ...
struct TestClause
{
    std::string field;
    std::size_t position = 0;
    std::size_t length = 0;
    Comparison comparison = Comparison::Alone;
    std::size_t comparisonPosition = 0;
    std::size_t comparisonLength = 0;
    std::vector<Literal> values;
};

struct Clause
{
    enum class Kind : std::uint8_t { All, Test, Not, And, Or };
    Kind kind = Kind::All;
    std::vector<Clause> parts;
    TestClause test;
};

/// What would have had to come where a text ends.
struct Expected
{
    enum class What : std::uint8_t { Nothing, Test, Comparison, Value, List, Connector };
    What what = What::Nothing;
    std::string field; ///< Comparison, Value, List
};

/// Longest filter, in bytes, and deepest nesting.
inline constexpr std::size_t kFilterLimit = 4096;
inline constexpr int kFilterDepth = 64;

template<class T>
using Filtered = tl::expected<T, FilterError>;

/// Empty text is All. `atEnd`, if given, learns what would go on where the text ends.
[[nodiscard]] Filtered<Clause> parseFilter(std::string_view text, Expected *atEnd = nullptr);

} // namespace rumpscope::trace
