// SPDX-License-Identifier: GPL-3.0-or-later
// A program run under the tap.
#pragma once

#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace rumpscope::cli {

/// Shares our terminal; ends by itself, or is told to when this is destroyed.
class Child
{
public:
    /// With RUMP_SERVER set and without what a rump client of ours would hand on
    /// across an exec. errno where it could not be started.
    [[nodiscard]] static std::optional<Child> start(const std::vector<std::string> &command,
                                                    const std::string &server, int &hostErrno);
    Child(Child &&other) noexcept;
    Child(const Child &) = delete;
    Child &operator=(Child &&other) noexcept;
    ~Child();

    /// Readable once it has ended.
    [[nodiscard]] int fd() const { return m_fd; }
    /// Its exit code, 128 and the signal after one; nullopt while it runs.
    [[nodiscard]] std::optional<int> ended();

private:
    Child(pid_t pid, int fd)
        : m_pid(pid)
        , m_fd(fd)
    {}
    pid_t m_pid;
    int m_fd;
};

} // namespace rumpscope::cli
