// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/differential/differences.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace rumpscope::test {

namespace {

constexpr std::string_view kWhy = "why: ";

bool isCall(const Step &step)
{
    return step.text.find('(') != std::string::npos;
}

std::string indented(const std::vector<std::string> &lines)
{
    return fmt::format("        {}\n", fmt::join(lines, "\n        "));
}

} // namespace

std::vector<Difference> loadDifferences(const std::string &folder)
{
    std::vector<Difference> all;
    std::ifstream file(folder + "/differences");
    std::string line;
    while (std::getline(file, line)) {
        if (line.empty() || line.starts_with('#'))
            continue;
        const auto blank = line.find(' ');
        if (line.starts_with('\t') && !all.empty())
            all.back().lines.push_back(line.substr(1));
        else if (line.starts_with(kWhy) && !all.empty())
            all.back().why = line.substr(kWhy.size());
        else if (blank != std::string::npos)
            all.push_back({line.substr(0, blank), line.substr(blank + 1), {}, {}});
        else
            throw std::runtime_error("differences: " + line + ": write SCRIPT and the step");
    }
    for (const Difference &difference : all) {
        if (difference.why.empty())
            throw std::runtime_error("differences: " + difference.step + ": write why");
    }
    return all;
}

Comparison compare(const Script &script, const std::vector<std::vector<std::string>> &lines,
                   const std::vector<Difference> &known)
{
    Comparison result;
    std::vector<bool> used(known.size());
    for (std::size_t i = 0; i < script.steps.size(); ++i) {
        const Step &step = script.steps[i];
        const std::vector<std::string> seen =
            i < lines.size() ? lines[i] : std::vector<std::string>{"not reached"};
        result.calls += isCall(step) ? 1 : 0;
        if (seen == step.expected) {
            result.agreeing += isCall(step) ? 1 : 0;
            continue;
        }
        const auto found = std::find_if(known.begin(), known.end(), [&](const Difference &difference) {
            return difference.script == script.name && difference.step == step.text &&
                   difference.lines == seen;
        });
        if (found != known.end()) {
            if (!used[static_cast<std::size_t>(found - known.begin())])
                result.listed.push_back(*found);
            used[static_cast<std::size_t>(found - known.begin())] = true;
        } else {
            result.other.push_back(fmt::format("{}\n    real:\n{}    here:\n{}", step.text,
                                               indented(step.expected), indented(seen)));
        }
    }
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (known[i].script == script.name && !used[i])
            result.other.push_back("on the list, but not so: " + known[i].step);
    }
    return result;
}

} // namespace rumpscope::test
