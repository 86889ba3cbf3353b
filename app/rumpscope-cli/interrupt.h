// SPDX-License-Identifier: GPL-3.0-or-later
// SIGINT and SIGTERM as something that can be waited for.
#pragma once

#include <chrono>
#include <functional>

namespace rumpscope::cli {

/// Made before any thread: all of them leave the two signals to it.
class Interrupt
{
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt &) = delete;
    Interrupt &operator=(const Interrupt &) = delete;

    /// True once one of the signals has come; waits for it this long. `other`
    /// (-1: none) ends the wait when it can be read.
    [[nodiscard]] bool wait(std::chrono::milliseconds patience, int other = -1);
    [[nodiscard]] int fd() const { return m_fd; }

private:
    int m_fd;
    bool m_came = false;
};

} // namespace rumpscope::cli
