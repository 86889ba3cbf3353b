// SPDX-License-Identifier: BSD-2-Clause
// Runs the actor, a program of rumpclient(3), against a kernel.
#pragma once

#include "tests/kernel/child_process.h"
#include "tests/live/server_process.h"

#include <optional>
#include <string>
#include <vector>

namespace rumpscope::test {

/// What a run printed, line by line, and how it ended.
struct Outcome
{
    std::vector<std::string> lines;
    std::string errors;
    int status = 0;
    friend bool operator==(const Outcome &, const Outcome &) = default;
};
void PrintTo(const Outcome &run, std::ostream *out);

/// Which program, with which library.
struct Actor
{
    std::string program;
    std::string libraries; ///< LD_LIBRARY_PATH; empty: as it was linked

    /// Our own, with our library.
    [[nodiscard]] static Actor ours();
    /// `arguments` after its name; `environment` as NAME=VALUE.
    [[nodiscard]] std::vector<std::string> command(const std::string &url,
                                                   const std::vector<std::string> &arguments,
                                                   const std::vector<std::string> &environment = {}) const;
    [[nodiscard]] Outcome run(const std::string &url, const std::vector<std::string> &arguments,
                              const std::vector<std::string> &environment = {}) const;
};

/// The kernel this test program is about: the practice kernel, or (in the live tests) the real one, if there
/// is one.
[[nodiscard]] std::optional<ServerProgram> kernelUnderTest();

} // namespace rumpscope::test
