// SPDX-License-Identifier: GPL-3.0-or-later
// What clients call themselves goes into every format, and does no harm in any.
#include "clientcore/text/foreign_text.h"
#include "tests/cli/program.h"

namespace rumpscope::test {
namespace {

/// A recording of a client that calls itself so.
std::vector<event::Event> guestCalled(const std::string &name)
{
    auto events = transcriptEvents("simple");
    for (auto &event : events) {
        if (auto *turn = std::get_if<event::ConnectionEvent>(&event); turn && turn->text == "scen")
            turn->text = name;
        auto *frame = std::get_if<event::FrameRecord>(&event);
        if (frame == nullptr || frame->header.type != wire::FrameType::Handshake ||
            frame->header.frameClass != wire::FrameClass::Request)
            continue;
        const auto bytes = std::as_bytes(std::span(name));
        frame->payload.assign(bytes.begin(), bytes.end());
        frame->payload.push_back({});
        frame->header.length = wire::kHeaderSize + frame->payload.size();
    }
    return events;
}

TEST(ShownNames, DoNoHarmInAnyFormat)
{
    const Words names{"\x1b[2J",
                      "\x1b]0;x\a",
                      "a\nroot [1 x]",
                      "a\rb",
                      "\xff\xfe",
                      "\xc2\x9b"
                      "31m",
                      "\u202etxt",
                      "\u2066a\u2069",
                      "a\u2028b",
                      "\ufeff",
                      "=1+1",
                      "@SUM(A1)",
                      "-2",
                      "+3",
                      "a,b\"c\"",
                      "\xc0\x80",
                      "\xed\xa0\x80",
                      "a\bb",
                      "\x7f",
                      "a\tb"};
    ASSERT_EQ(names.size(), 20U);
    TempDir dir;
    int number = 0;
    for (const std::string &name : names) {
        const std::string file = dir.file(std::to_string(++number) + ".pcapng");
        record(file, guestCalled(name));
        std::size_t shown = 0;
        for (const std::string format : {"strace", "json", "csv", "tree", "summary"}) {
            const Ran ran = runCli({"show", file, "--format", format});
            EXPECT_EQ(ran.code, 0) << ran.err;
            for (std::string line : linesIn(ran.out)) {
                if (line.ends_with('\r')) // the end of a line of CSV
                    line.pop_back();
                ++shown;
                EXPECT_EQ(text::onALine(line), line) << format << " of name " << number;
                EXPECT_FALSE(line.starts_with("root ")) << "a forged line";
                for (const char *formula : {",=1", ",@SUM", ",-2,", ",+3"})
                    EXPECT_FALSE(format == "csv" && line.find(formula) != std::string::npos) << line;
            }
        }
        EXPECT_GT(shown, 10U);
    }
}

} // namespace
} // namespace rumpscope::test
