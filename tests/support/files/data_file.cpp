// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files/data_file.h"

namespace rumpscope::test {

std::string dataFile(const std::string &name)
{
    return RUMPSCOPE_TEST_DATA "/" + name;
}

} // namespace rumpscope::test
