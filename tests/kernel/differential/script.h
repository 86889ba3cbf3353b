// SPDX-License-Identifier: GPL-3.0-or-later
// A call script with what the real kernel did, as tests/data/differential/README.md describes it.
#pragma once

#include <string>
#include <vector>

namespace rumpscope::test {

struct Step
{
    std::string text;                  ///< "a: fd = open(\"x\", O_RDONLY)"
    std::vector<std::string> expected; ///< what happened, a line each
    std::vector<std::string> before;   ///< comments and empty lines in front of it, as they stand
};

struct Script
{
    std::string name;
    std::vector<Step> steps;
    std::vector<std::string> after; ///< comments at the end

    /// The file's text.
    [[nodiscard]] std::string text() const;
    /// Calls in it; steps that are none (fork, exec, end, wait) left out.
    [[nodiscard]] std::size_t calls() const;
};

/// Throws std::runtime_error when the file cannot be read.
[[nodiscard]] Script loadScript(const std::string &folder, const std::string &name);
/// Names of all scripts of the folder, sorted.
[[nodiscard]] std::vector<std::string> scriptNames(const std::string &folder);

} // namespace rumpscope::test
