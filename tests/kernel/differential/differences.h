// SPDX-License-Identifier: GPL-3.0-or-later
// Where the practice kernel is known to do something else than the real one, and why.
#pragma once

#include "tests/kernel/differential/script.h"

#include <string>
#include <vector>

namespace rumpscope::test {

struct Difference
{
    std::string script;
    std::string step;               ///< its text
    std::vector<std::string> lines; ///< what the practice kernel does
    std::string why;
};

/// FOLDER/differences. Throws std::runtime_error when an entry has no reason.
[[nodiscard]] std::vector<Difference> loadDifferences(const std::string &folder);

/// One script, compared.
struct Comparison
{
    std::size_t calls = 0;
    std::size_t agreeing = 0;
    std::vector<Difference> listed; ///< differences that are on the list
    std::vector<std::string> other; ///< all that are not, for people; and entries of the list that are wrong
};

/// `lines`: what playAll() gave.
[[nodiscard]] Comparison compare(const Script &script, const std::vector<std::vector<std::string>> &lines,
                                 const std::vector<Difference> &known);

} // namespace rumpscope::test
