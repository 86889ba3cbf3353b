// SPDX-License-Identifier: GPL-3.0-or-later
// What is copied as C is C: every recorded call compiles against the headers this build makes.
#include "tests/rump_headers/tool.h"
#include "tests/support/trace/playback.h"
#include "ui/kit/record_copy.h"

#include <gtest/gtest.h>

namespace rumpscope::ui::test {
namespace {

TEST(CopiedC, CompilesWithOurHeaders)
{
    std::string source = "#include <rump/rump_syscalls.h>\n#include <stddef.h>\n\n";
    int calls = 0;
    for (const std::string &recording : rumpscope::test::transcriptNames()) {
        const trace::Store store = rumpscope::test::assembled(recording);
        for (std::size_t i = 0; i < store.size(); ++i) {
            const QString text = copyOf(store.at(i), CopyForm::C, {});
            if (text.isEmpty())
                continue;
            const std::string name = "call" + std::to_string(calls++) + "(void)";
            source += "void " + name + ";\nvoid " + name + "\n{\n    " + text.toStdString() + "\n}\n\n";
        }
    }
    EXPECT_GT(calls, 100);
    const auto said = rumpscope::test::compile(
        source, "c", "-std=c11 -Wall -Wextra -Werror " + rumpscope::test::ourHeaders());
    EXPECT_EQ(said.status, 0) << said.text.substr(0, 4000);
}

} // namespace
} // namespace rumpscope::ui::test
