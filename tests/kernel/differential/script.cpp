// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/differential/script.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace rumpscope::test {

namespace {

constexpr std::string_view kEnding = ".calls";

} // namespace

std::string Script::text() const
{
    std::string all;
    const auto add = [&all](const std::vector<std::string> &lines, std::string_view indent) {
        for (const std::string &line : lines)
            all.append(indent).append(line).append("\n");
    };
    for (const Step &step : steps) {
        add(step.before, "");
        all += step.text + '\n';
        add(step.expected, "\t");
    }
    add(after, "");
    return all;
}

std::size_t Script::calls() const
{
    return static_cast<std::size_t>(std::count_if(steps.begin(), steps.end(), [](const Step &step) {
        return step.text.find('(') != std::string::npos;
    }));
}

Script loadScript(const std::string &folder, const std::string &name)
{
    std::ifstream file(std::filesystem::path(folder) / (name + std::string(kEnding)));
    if (!file)
        throw std::runtime_error("no script " + name + " in " + folder);
    Script script{name, {}, {}};
    std::vector<std::string> before;
    std::string line;
    while (std::getline(file, line)) {
        if (line.starts_with('\t') && !script.steps.empty())
            script.steps.back().expected.push_back(line.substr(1));
        else if (line.empty() || line.starts_with('#'))
            before.push_back(line);
        else
            script.steps.push_back({line, {}, std::exchange(before, {})});
    }
    script.after = std::move(before);
    return script;
}

std::vector<std::string> scriptNames(const std::string &folder)
{
    std::vector<std::string> names;
    for (const auto &entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == kEnding)
            names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace rumpscope::test
