// SPDX-License-Identifier: GPL-3.0-or-later
// Which kernel the tests of this program ask.
#pragma once

#include "tests/cli/program.h"

namespace rumpscope::test {

struct WithKernel : CliTest
{
#ifdef RUMPSCOPE_REAL_KERNEL
    static constexpr bool kReal = true;
    [[nodiscard]] std::optional<ServerProgram> program() const override
    {
        return ServerProgram::real();
    }
#else
    static constexpr bool kReal = false;
    [[nodiscard]] std::optional<ServerProgram> program() const override
    {
        return ServerProgram::practice(RUMPSCOPE_KERNEL_PROGRAM);
    }
#endif
};

} // namespace rumpscope::test
