// SPDX-License-Identifier: GPL-3.0-or-later
// A program started for one test, with its output in pipes.
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace rumpscope::test {

/// Killed when it is destroyed and still runs. Every wait is bounded and throws std::runtime_error.
class ChildProcess
{
public:
    /// `environment` entries ("NAME=value") are added to ours, or replace it there.
    explicit ChildProcess(const std::vector<std::string> &command,
                          const std::vector<std::string> &environment = {});
    ChildProcess(const ChildProcess &) = delete;
    ChildProcess &operator=(const ChildProcess &) = delete;
    ~ChildProcess();

    /// The next line of its standard output, without the newline; what is there at its end.
    std::string readLine();
    /// Everything it still writes to standard output.
    std::string rest();
    /// One byte of its standard error; false at its end.
    [[nodiscard]] bool readError(char &byte) const;
    /// Everything it still writes to standard error.
    std::string errors();
    void write(const std::string &text) const; ///< to its standard input
    void signal(int number) const;
    /// Waits for its end: the exit code, or minus the signal that killed it.
    int wait();
    [[nodiscard]] pid_t pid() const { return m_pid; }

private:
    pid_t m_pid = -1;
    int m_input = -1;
    int m_output = -1;
    int m_errors = -1;
};

} // namespace rumpscope::test
