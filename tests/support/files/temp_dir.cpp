// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files/temp_dir.h"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace rumpscope::test {

TempDir::TempDir()
{
    std::string pattern = (std::filesystem::temp_directory_path() / "rumpscope-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error("no temporary directory can be made");
    m_path = pattern;
}

TempDir::~TempDir()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

} // namespace rumpscope::test
