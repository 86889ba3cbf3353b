// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"

#include <future>
#include <sstream>

namespace rumpscope::test {

std::string cliProgram()
{
    return CLI_PROGRAM;
}

std::unique_ptr<ChildProcess> startCli(const Words &words, const Words &environment)
{
    Words command{cliProgram()};
    command.insert(command.end(), words.begin(), words.end());
    return std::make_unique<ChildProcess>(command, environment);
}

Ran runCli(const Words &words, const Words &environment)
{
    const auto program = startCli(words, environment);
    auto errors = std::async(std::launch::async, [&] { return program->errors(); });
    Ran ran;
    ran.out = program->rest();
    ran.err = errors.get();
    ran.code = program->wait();
    return ran;
}

Lines linesIn(const std::string &text)
{
    Lines lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

std::vector<nlohmann::json> jsonIn(const std::string &text)
{
    std::vector<nlohmann::json> all;
    for (const std::string &line : linesIn(text))
        all.push_back(nlohmann::json::parse(line));
    return all;
}

void CliTest::SetUp()
{
    const auto server = program();
    if (!server)
        GTEST_SKIP() << "RUMP_PREFIX does not name a folder with bin/rump_allserver in it.";
    m_kernel = std::make_unique<ServerProcess>(*server);
}

} // namespace rumpscope::test
