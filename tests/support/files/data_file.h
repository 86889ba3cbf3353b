// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace rumpscope::test {

/// Where the tests' data lies: the path of tests/data/NAME, whatever directory a test runs in.
[[nodiscard]] std::string dataFile(const std::string &name);

} // namespace rumpscope::test
