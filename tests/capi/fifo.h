// SPDX-License-Identifier: BSD-2-Clause
// Tells a program when to go on: a byte on its standard input.
#pragma once

#include "tests/support/files/temp_dir.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace rumpscope::test {

class Fifo
{
public:
    Fifo()
    {
        EXPECT_EQ(::mkfifo(m_path.c_str(), 0600), 0);
        m_fd = ::open(m_path.c_str(), O_RDWR | O_CLOEXEC);
    }
    ~Fifo() { ::close(m_fd); }
    Fifo(const Fifo &) = delete;
    Fifo &operator=(const Fifo &) = delete;

    /// The command with this for its standard input.
    [[nodiscard]] std::vector<std::string> readBy(const std::vector<std::string> &command) const
    {
        std::vector<std::string> all{"/bin/sh", "-c", "exec \"$@\" <" + m_path, "sh"};
        all.insert(all.end(), command.begin(), command.end());
        return all;
    }
    void say() const { EXPECT_EQ(::write(m_fd, "x", 1), 1); }

private:
    TempDir m_directory;
    std::string m_path = m_directory.file("go");
    int m_fd = -1;
};

} // namespace rumpscope::test
