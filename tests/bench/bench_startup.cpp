// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window takes to be there: from the start of the process until its line.
// bench_startup [RUNS]
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

constexpr int kRuns = 10;

struct Run
{
    double milliseconds;
    std::string said;
};

Run once()
{
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0)
        return {0, "no pipe"};
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_addclose(&actions, pipe[0]);
    std::string program = RUMPSCOPE_PROGRAM;
    std::string option = "--startup-time";
    const std::array<char *, 3> arguments{program.data(), option.data(), nullptr};
    pid_t pid = -1;
    const auto begin = std::chrono::steady_clock::now();
    const int failed = ::posix_spawn(&pid, program.c_str(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    Run run{0, {}};
    for (char byte = 0; failed == 0 && ::read(pipe[0], &byte, 1) == 1 && byte != '\n';)
        run.said += byte;
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    run.milliseconds = took.count();
    ::close(pipe[0]);
    if (pid > 0)
        ::waitpid(pid, nullptr, 0);
    return run;
}

} // namespace

int main(int argc, char **argv)
{
    ::setenv("QT_QPA_PLATFORM", "offscreen", 0);
    const int runs = argc > 1 ? std::max(1, std::atoi(argv[1])) : kRuns;
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        const Run run = once();
        if (run.said.empty()) {
            fmt::print(stderr, "bench_startup: {} says nothing\n", RUMPSCOPE_PROGRAM);
            return 2;
        }
        fmt::print("{:7.1f} ms   it said: {}\n", run.milliseconds, run.said);
        times.push_back(run.milliseconds);
    }
    std::sort(times.begin(), times.end());
    fmt::print("median {:.1f} ms, best {:.1f}, worst {:.1f}\n", times[times.size() / 2], times.front(),
               times.back());
}
