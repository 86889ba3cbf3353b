// SPDX-License-Identifier: GPL-3.0-or-later
// Lines from a descriptor that nobody waits for.
#pragma once

#include <string>
#include <vector>

namespace rumpscope::cli {

class Lines
{
public:
    /// Borrows the descriptor, and leaves it as it is: others may share it.
    explicit Lines(int fd)
        : m_fd(fd)
    {}
    /// Those that have come since the last time, without their ends and without empty ones; at the end of
    /// input also what has none.
    [[nodiscard]] std::vector<std::string> take();

private:
    int m_fd; ///< -1 after the end
    std::string m_rest;
};

} // namespace rumpscope::cli
