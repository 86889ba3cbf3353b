// SPDX-License-Identifier: BSD-2-Clause
// A test with a kernel of its own.
#pragma once

#include "tests/capi/actor_run.h"
#include "tests/capi/fifo.h"
#include "tests/live/kernel_list.h"

#include <gmock/gmock.h>

namespace rumpscope::test {

class KernelTest : public testing::Test
{
protected:
    void SetUp() override
    {
        const auto program = kernelUnderTest();
        if (!program)
            GTEST_SKIP() << "RUMP_PREFIX does not name a folder with bin/rump_allserver in it.";
        m_server.emplace(*program);
    }
    [[nodiscard]] ServerProcess &server() { return *m_server; }
    [[nodiscard]] const std::string &url() const { return m_server->url(); }
    [[nodiscard]] Outcome run(const std::vector<std::string> &arguments,
                              const std::vector<std::string> &environment = {}) const
    {
        return Actor::ours().run(url(), arguments, environment);
    }
    /// Only the kernel's own two processes and the one who asks are left.
    [[nodiscard]] bool nobodyIsLeft()
    {
        TypedGuest shell(url(), "shell");
        const auto pid = shell.session().pid();
        std::vector<std::string> alone{"0<0 system", "1<0 rumplocal",
                                       std::to_string(pid.value_or(0)) + "<1 shell"};
        std::sort(alone.begin(), alone.end());
        return awaitKernelList(shell, alone);
    }

    /// The kernel goes and comes back while the program does nothing: its next call is one of a new process.
    void expectReconnect(const Actor &actor)
    {
        const Fifo go;
        ChildProcess child(go.readBy(actor.command(url(), {"reconnect"})));
        EXPECT_EQ(child.readLine(), "pid 1");
        server().kill();
        server().start();
        go.say();
        EXPECT_EQ(child.readLine(), "pid 1");
        EXPECT_EQ(child.wait(), 0);
    }

private:
    std::optional<ServerProcess> m_server;
};

} // namespace rumpscope::test
