// SPDX-License-Identifier: BSD-2-Clause
// The library exports what the reference does, the newer calls, and nothing else.
#include "tests/kernel/child_process.h"

#include <gmock/gmock.h>

#include <fstream>
#include <set>
#include <sstream>

namespace rumpscope::test {
namespace {

using Names = std::set<std::string>;

/// Of a table of resources/abi: the symbols its calls have.
Names symbolsOf(const std::string &table)
{
    constexpr int kSymbol = 3;
    Names names;
    std::ifstream file(RUMPSCOPE_ABI_TABLES "/" + table);
    EXPECT_TRUE(file) << table;
    for (std::string line; std::getline(file, line);) {
        std::istringstream columns(line);
        std::string column;
        for (int i = 0; i <= kSymbol; ++i)
            std::getline(columns, column, '\t');
        if (column.starts_with("rump_"))
            names.insert(column);
    }
    return names;
}

Names exported()
{
    ChildProcess nm({"/usr/bin/nm", "-D", "--defined-only", "--format=posix", RUMPSCOPE_CLIENT_LIBRARY});
    Names names;
    for (std::string line = nm.readLine(); !line.empty(); line = nm.readLine())
        names.insert(line.substr(0, line.find(' ')));
    EXPECT_EQ(nm.wait(), 0);
    return names;
}

TEST(CapiExports, EveryCallAndEveryFunctionAndNothingElse)
{
    Names expected = symbolsOf("syscalls.tsv");
    EXPECT_EQ(expected.size(), 218U);
    const Names newer = symbolsOf("syscalls-newer.tsv");
    EXPECT_EQ(newer.size(), 8U);
    expected.insert(newer.begin(), newer.end());
    expected.insert({"rump_sys_pipe", "rumpclient_daemon", "rumpclient_exec", "rumpclient_fork",
                     "rumpclient_fork_cancel", "rumpclient_fork_init", "rumpclient_fork_vparent",
                     "rumpclient_init", "rumpclient_prefork", "rumpclient_setconnretry", "rumpclient_syscall",
                     "rumpclient__closenotify", "rumpclient__dlsym", "rumphijack_dlsym",
                     "rumpuser__sig_rump2host"});
    for (const char *function : {"close", "connect", "dup", "execve", "fcntl", "poll", "read", "sendmsg",
                                 "setsockopt", "signalfd", "socket"})
        expected.insert(std::string("host_") + function);
    EXPECT_EQ(exported(), expected);
}

} // namespace
} // namespace rumpscope::test
