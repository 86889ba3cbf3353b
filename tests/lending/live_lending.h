// SPDX-License-Identifier: GPL-3.0-or-later
// A real kernel, asked through the generated headers and wrappers, and what it then copies.
#pragma once

#include "tests/lending/watched_client.h"
#include "tests/live/server_process.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <rump/rump_syscalls.h>
#include <rump/rumpdefs.h>

namespace rumpscope::test {

class LiveLending : public testing::Test
{
protected:
    void SetUp() override
    {
        const auto program = ServerProgram::real();
        if (!program)
            GTEST_SKIP() << "RUMP_PREFIX does not name a folder with bin/rump_allserver in it.";
        m_server.emplace(*program);
        m_client.emplace(m_server->url());
    }
    void TearDown() override
    {
        if (m_client) {
            EXPECT_EQ(m_client->allRefusals(), "") << "the kernel asked for what no call lends";
        }
    }
    [[nodiscard]] const WatchedCall &last() const { return m_client->last(); }
    [[nodiscard]] WatchedClient &client() { return *m_client; }

    /// The call succeeded, and the kernel used every byte it was lent.
    void exactly(std::int64_t result, const char *what)
    {
        EXPECT_GE(result, 0) << what << ": NetBSD errno " << errno;
        EXPECT_EQ(last().refusals(), "") << what;
        EXPECT_EQ(last().unused(), "") << what;
    }
    /// The call succeeded; the kernel may have used less.
    void atMost(std::int64_t result, const char *what)
    {
        EXPECT_GE(result, 0) << what << ": NetBSD errno " << errno;
        EXPECT_EQ(last().refusals(), "") << what;
    }
    /// The call failed with that number, having looked at no more than it was lent.
    void refused(std::int64_t result, int error, const char *what)
    {
        EXPECT_EQ(result, -1) << what;
        EXPECT_EQ(errno, error) << what;
        EXPECT_EQ(last().refusals(), "") << what;
    }

private:
    std::optional<ServerProcess> m_server;
    std::optional<WatchedClient> m_client;
};

} // namespace rumpscope::test

#define EXACTLY(call) exactly((call), #call)
#define AT_MOST(call) atMost((call), #call)
#define REFUSED(call, error) refused((call), (error), #call)
