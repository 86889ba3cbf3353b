// SPDX-License-Identifier: BSD-2-Clause
// What could stand at the cursor of a half-typed expression.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rumpscope::call {

struct Candidate
{
    std::string text; ///< what to insert instead of [begin, end)
    std::string note; ///< the prototype of a call, the value of a flag
};
struct Completion
{
    std::size_t begin = 0;
    std::size_t end = 0;
    std::vector<Candidate> candidates;
    std::string hint; ///< prototype of the call around the cursor, its current argument in «guillemets»
};

[[nodiscard]] Completion complete(std::string_view text, std::size_t cursor);

} // namespace rumpscope::call
