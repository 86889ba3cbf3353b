// SPDX-License-Identifier: GPL-3.0-or-later
// differential SCRIPTS [NAME...]: the report of all call scripts against the practice kernel.
// differential --record SCRIPTS [NAME...]: plays them to the real kernel of RUMP_PREFIX and writes down what
// it does.
#include "tests/kernel/differential/differences.h"
#include "tests/kernel/differential/player.h"
#include "tests/kernel/running_kernel.h"
#include "tests/live/server_process.h"

#include <fmt/format.h>

#include <fstream>

namespace {

using namespace rumpscope::test;

int record(const std::string &folder, const std::vector<std::string> &names)
{
    const auto real = ServerProgram::real();
    if (!real) {
        fmt::print(stderr, "RUMP_PREFIX does not name a folder with bin/rump_allserver in it.\n");
        return 1;
    }
    int failures = 0;
    for (const std::string &name : names) {
        Script script = loadScript(folder, name);
        const ServerProcess server(*real);
        const auto lines = playAll(script, server.url());
        for (std::size_t i = 0; i < script.steps.size(); ++i)
            script.steps[i].expected = i < lines.size() ? lines[i] : std::vector<std::string>{};
        if (!lines.empty() && !lines.back().empty() && lines.back().front().starts_with("! ")) {
            fmt::print(stderr, "{}: {}: {}\n", name, script.steps[lines.size() - 1].text,
                       lines.back().front());
            ++failures;
            continue;
        }
        std::ofstream(folder + "/" + name + ".calls") << script.text();
    }
    return failures == 0 ? 0 : 1;
}

int report(const std::string &folder, const std::vector<std::string> &names)
{
    const auto known = loadDifferences(folder);
    Comparison sum;
    std::size_t agreeing = 0;
    for (const std::string &name : names) {
        const Script script = loadScript(folder, name);
        const RunningKernel running;
        const Comparison one = compare(script, playAll(script, running.url()), known);
        sum.calls += one.calls;
        sum.agreeing += one.agreeing;
        agreeing += one.other.empty() && one.listed.empty() ? 1 : 0;
        for (const std::string &other : one.other)
            fmt::print("NOT LISTED {}: {}\n", name, other);
        for (const Difference &difference : one.listed)
            fmt::print("listed {}: {}: {}\n", name, difference.step, difference.why);
        sum.other.insert(sum.other.end(), one.other.begin(), one.other.end());
    }
    fmt::print("{} of {} scripts and {} of {} calls agree with the real kernel; {} differences not listed.\n",
               agreeing, names.size(), sum.agreeing, sum.calls, sum.other.size());
    return sum.other.empty() ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    std::vector<std::string> words(argv + 1, argv + argc);
    const bool recording = !words.empty() && words.front() == "--record";
    if (recording)
        words.erase(words.begin());
    if (words.empty()) {
        fmt::print(stderr, "usage: differential [--record] FOLDER [SCRIPT...]\n");
        return 2;
    }
    const std::string folder = words.front();
    words.erase(words.begin());
    if (words.empty())
        words = scriptNames(folder);
    return recording ? record(folder, words) : report(folder, words);
}
