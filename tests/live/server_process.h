// SPDX-License-Identifier: GPL-3.0-or-later
// A kernel server in a process of its own, on a socket that nobody else knows.
#pragma once

#include "tests/support/files/temp_dir.h"

#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace rumpscope::test {

/// How to start a server: its socket's URL is appended to the command.
struct ServerProgram
{
    std::vector<std::string> command;
    std::string libraries; ///< LD_LIBRARY_PATH of the child; empty: ours

    /// rump_allserver below RUMP_PREFIX; nullopt when that is not set or holds none.
    [[nodiscard]] static std::optional<ServerProgram> real();
    [[nodiscard]] static ServerProgram practice(const std::string &path);
};

/// Runs until it is killed or destroyed, and never longer than the process that started it.
/// Every wait is bounded and throws std::runtime_error.
class ServerProcess
{
public:
    /// Starts it and waits until it greets.
    explicit ServerProcess(ServerProgram program);
    ServerProcess(const ServerProcess &) = delete;
    ServerProcess &operator=(const ServerProcess &) = delete;
    ~ServerProcess();

    [[nodiscard]] const std::string &url() const { return m_url; }
    void kill();  ///< at once, as a crash would; then it is gone
    void start(); ///< on the same socket, after its end
    int wait();   ///< for an end by itself: the exit code, or minus the signal that killed it

private:
    [[nodiscard]] bool greets() const;
    [[nodiscard]] bool endsWithin(int milliseconds) const;
    int reap();

    const ServerProgram m_program;
    TempDir m_dir;
    const std::string m_url = m_dir.url();
    pid_t m_pid = -1;
};

} // namespace rumpscope::test
