// SPDX-License-Identifier: BSD-2-Clause
// Where the cursor stands in an expression that need not be finished.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace rumpscope::call {

/// A bracket that is open at the cursor.
struct OpenBracket
{
    char sign = '(';
    std::size_t item = 0;                ///< which one the cursor is in
    std::string_view field;              ///< "events" behind "events="; empty else
    std::vector<std::string_view> given; ///< fields named so far
};

struct HalfTyped
{
    std::string_view call;             ///< the name before the first (
    std::vector<OpenBracket> brackets; ///< outermost first; empty: the name is being typed
    std::size_t wordBegin = 0;         ///< of the name or number around the cursor
    std::size_t wordEnd = 0;
    bool inString = false;
    bool closed = false; ///< behind the call's )
};

[[nodiscard]] HalfTyped readHalfTyped(std::string_view text, std::size_t cursor);

} // namespace rumpscope::call
