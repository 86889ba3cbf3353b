// SPDX-License-Identifier: GPL-3.0-or-later
// Every test of a real kernel has one of its own, or says why it does not run.
#pragma once

#include "tests/live/server_process.h"
#include "tests/live/typed_guest.h"

#include <gmock/gmock.h>

namespace rumpscope::test {

class Live : public testing::Test
{
protected:
    void SetUp() override
    {
        const auto program = ServerProgram::real();
        if (!program)
            GTEST_SKIP() << "RUMP_PREFIX does not name a folder with bin/rump_allserver in it.";
        m_server.emplace(*program);
    }
    [[nodiscard]] ServerProcess &server() { return *m_server; }
    [[nodiscard]] TypedGuest guest(const std::string &name = "live", retry::Policy retry = {})
    {
        return TypedGuest(m_server->url(), name, retry);
    }

private:
    std::optional<ServerProcess> m_server;
};

} // namespace rumpscope::test
