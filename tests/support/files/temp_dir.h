// SPDX-License-Identifier: GPL-3.0-or-later
// A fresh directory for the sockets and files of one test.
#pragma once

#include <string>

namespace rumpscope::test {

/// Made with mkdtemp, removed with everything in it.
class TempDir
{
public:
    TempDir();
    ~TempDir();
    TempDir(const TempDir &) = delete;
    TempDir &operator=(const TempDir &) = delete;

    [[nodiscard]] const std::string &path() const { return m_path; }
    [[nodiscard]] std::string file(const std::string &name) const { return m_path + "/" + name; }
    /// unix:// URL of a socket in here.
    [[nodiscard]] std::string url(const std::string &name = "sock") const { return "unix://" + file(name); }

private:
    std::string m_path;
};

} // namespace rumpscope::test
