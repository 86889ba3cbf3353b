// SPDX-License-Identifier: GPL-3.0-or-later
// rumpscope-cli, run for one test.
#pragma once

#include "tests/kernel/child_process.h"
#include "tests/live/server_process.h"
#include "tests/support/files/temp_dir.h"
#include "tests/support/recording/told.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <vector>

namespace rumpscope::test {

using Words = std::vector<std::string>;

[[nodiscard]] std::string cliProgram();
[[nodiscard]] std::unique_ptr<ChildProcess> startCli(const Words &words, const Words &environment = {});

struct Ran
{
    int code = 0;
    std::string out;
    std::string err;
};
[[nodiscard]] Ran runCli(const Words &words, const Words &environment = {});
[[nodiscard]] Lines linesIn(const std::string &text);
/// Each line as JSON; throws where one is none.
[[nodiscard]] std::vector<nlohmann::json> jsonIn(const std::string &text);

/// With a kernel of its own: the practice kernel, or a real one in test_live_cli.
class CliTest : public testing::Test
{
protected:
    void SetUp() override;
    [[nodiscard]] ServerProcess &kernel() { return *m_kernel; }
    [[nodiscard]] std::string url() const { return m_kernel->url(); }
    [[nodiscard]] virtual std::optional<ServerProgram> program() const = 0;
    TempDir m_dir;

private:
    std::unique_ptr<ServerProcess> m_kernel;
};

} // namespace rumpscope::test
