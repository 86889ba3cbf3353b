// SPDX-License-Identifier: BSD-2-Clause
#include "tests/capi/actor_run.h"

#include <ostream>

namespace rumpscope::test {

void PrintTo(const Outcome &run, std::ostream *out)
{
    *out << "status " << run.status << "\n";
    for (const std::string &line : run.lines)
        *out << "  " << line << "\n";
    *out << "on stderr: " << run.errors;
}

Actor Actor::ours()
{
    return {RUMPSCOPE_ACTOR, {}};
}

std::vector<std::string> Actor::command(const std::string &url, const std::vector<std::string> &arguments,
                                        const std::vector<std::string> &environment) const
{
    std::vector<std::string> command{"/usr/bin/env", "RUMP_SERVER=" + url};
    if (!libraries.empty())
        command.push_back("LD_LIBRARY_PATH=" + libraries);
    command.insert(command.end(), environment.begin(), environment.end());
    command.push_back(program);
    command.insert(command.end(), arguments.begin(), arguments.end());
    return command;
}

Outcome Actor::run(const std::string &url, const std::vector<std::string> &arguments,
                   const std::vector<std::string> &environment) const
{
    ChildProcess child(command(url, arguments, environment));
    Outcome outcome;
    for (std::string line = child.readLine(); !line.empty(); line = child.readLine())
        outcome.lines.push_back(line);
    outcome.errors = child.errors();
    outcome.status = child.wait();
    return outcome;
}

std::optional<ServerProgram> kernelUnderTest()
{
#ifdef RUMPSCOPE_KERNEL_PROGRAM
    return ServerProgram::practice(RUMPSCOPE_KERNEL_PROGRAM);
#else
    return ServerProgram::real();
#endif
}

} // namespace rumpscope::test
