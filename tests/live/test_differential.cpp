// SPDX-License-Identifier: GPL-3.0-or-later
// The call scripts against a real kernel: it still does what was written down of it.
#include "tests/kernel/differential/differences.h"
#include "tests/kernel/differential/player.h"
#include "tests/live/server_process.h"
#include "tests/support/files/data_file.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace rumpscope::test {
namespace {

const std::string kFolder = dataFile("differential");

struct LiveDifferential : testing::TestWithParam<std::string>
{};

TEST_P(LiveDifferential, TheRealKernelDoesAsItDid)
{
    const auto program = ServerProgram::real();
    if (!program)
        GTEST_SKIP() << "RUMP_PREFIX does not name a folder with bin/rump_allserver in it.";
    const Script script = loadScript(kFolder, GetParam());
    const ServerProcess server(*program);
    for (const std::string &difference : compare(script, playAll(script, server.url()), {}).other)
        ADD_FAILURE() << difference;
}

INSTANTIATE_TEST_SUITE_P(Scripts, LiveDifferential, testing::ValuesIn(scriptNames(kFolder)),
                         [](const auto &test) {
                             std::string name = test.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

} // namespace
} // namespace rumpscope::test
