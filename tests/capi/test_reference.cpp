// SPDX-License-Identifier: BSD-2-Clause
// Programs built with the reference's headers and linked with its library run with ours, by the library path
// alone.
#include "tests/capi/kernel_test.h"
#include "tests/support/files/temp_dir.h"

#include <cstdlib>
#include <filesystem>

namespace rumpscope::test {
namespace {

using testing::HasSubstr;
using Lines = std::vector<std::string>;

class CapiReference : public KernelTest
{
protected:
    void SetUp() override
    {
        KernelTest::SetUp();
        if (IsSkipped())
            return;
        m_prefix = std::getenv("RUMP_PREFIX");
        if (!std::filesystem::exists(m_prefix + "/include/rump/rumpclient.h"))
            GTEST_SKIP()
                << "RUMP_PREFIX has no include/rump/rumpclient.h: nothing can be built for the reference.";
    }
    /// The program, linked with the reference, run with our library.
    [[nodiscard]] Actor built(const Lines &sources) const
    {
        const std::string program = m_directory.file("program");
        Lines command{"/usr/bin/cc", "-O1", "-w", "-include", "stdint.h", "-I" + m_prefix + "/include"};
        command.insert(command.end(), sources.begin(), sources.end());
        if (const std::string sanitizers = RUMPSCOPE_SANITIZERS; !sanitizers.empty())
            command.push_back("-fsanitize=" + sanitizers); // their runtime has to be the program's
        command.insert(command.end(), {"-o", program, "-L" + m_prefix + "/lib", "-Wl,--allow-shlib-undefined",
                                       "-lrumpclient", "-lpthread"});
        ChildProcess compiler(command);
        const std::string complaints = compiler.errors();
        EXPECT_EQ(compiler.wait(), 0) << complaints;
        return {program, std::filesystem::path(RUMPSCOPE_CLIENT_LIBRARY).parent_path().string()};
    }

private:
    std::string m_prefix;
    TempDir m_directory;
};

TEST_F(CapiReference, ItsProgramsLoadOurs)
{
    const Actor actor = built({RUMPSCOPE_ACTOR_SOURCES});
    ChildProcess loader(
        {"/usr/bin/env", "LD_LIBRARY_PATH=" + actor.libraries, "/usr/bin/ldd", actor.program});
    std::string all;
    for (std::string line = loader.readLine(); !line.empty(); line = loader.readLine())
        all += line + "\n";
    EXPECT_THAT(all, HasSubstr(actor.libraries + "/librumpclient.so.0"));
    (void)loader.wait();
}

TEST_F(CapiReference, ItsProgramsForkVforkExecAndBecomeDaemons)
{
    const Actor actor = built({RUMPSCOPE_ACTOR_SOURCES});
    EXPECT_EQ(actor.run(url(), {"simple"}).lines, Lines({"again 0", "pid 1", "close -1", "errno 9"}));
    EXPECT_EQ(actor.run(url(), {"fork"}).lines,
              Lines({"new pid 1", "written 5", "status 0", "same pid 1", "offset 11"}));
    EXPECT_EQ(actor.run(url(), {"forks", "20"}).lines, Lines({"failed 0", "alive 1"}));
    EXPECT_EQ(actor.run(url(), {"prefork"}).lines, Lines({"prepared 1", "status 0", "same pid 1"}));
    EXPECT_EQ(actor.run(url(), {"host-fork"}).lines, Lines({"status 0", "same pid 1"}));
    EXPECT_EQ(actor.run(url(), {"daemon", "0", "1"}).lines,
              Lines({"begun 0", "new pid 1", "in root 1", "leads its session 1"}));
    EXPECT_EQ(actor.run(url(), {"exec", "2", "10"}).lines,
              Lines({"same pid 1", "descriptor 1", "same pid 1", "descriptor 1"}));
    EXPECT_EQ(actor.run(url(), {"exec-fails"}).lines,
              Lines({"exec -1", "errno 2", "same pid 1", "written 1", "joined 1"}));
    EXPECT_EQ(actor.run(url(), {"vfork"}).lines, Lines({"handed over 1", "left over 0", "pid 1", "status 0",
                                                        "status 0", "others failed 0", "same pid 1"}));
    EXPECT_TRUE(nobodyIsLeft());
}

TEST_F(CapiReference, ItsProgramsReconnect)
{
    expectReconnect(built({RUMPSCOPE_ACTOR_SOURCES}));
}

TEST_F(CapiReference, ItsCallsAreOurs)
{
    const Actor caller = built({RUMPSCOPE_CALLER_SOURCES});
    Outcome theirs = caller.run(url(), {});
    EXPECT_EQ(theirs.status, 0);
    EXPECT_EQ(theirs.lines.size(), 34U);
    EXPECT_THAT(theirs.lines, testing::Contains("rump_sys_stat(\"/nope\", (void *)st) = -1 errno 2"));
    EXPECT_THAT(theirs.lines, testing::Contains("SIGNAL"));
}

} // namespace
} // namespace rumpscope::test
