// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings of a real kernel, shown and converted.
#include "clientcore/recording/recording_writer.h"
#include "tests/cli/program.h"
#include "tests/support/files/data_file.h"

#include <algorithm>
#include <sys/stat.h>
#include <unistd.h>

namespace rumpscope::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::string transcript(const std::string &name)
{
    return dataFile("transcripts/" + name + ".jsonl");
}

struct CliRecordings : testing::Test
{
    TempDir dir;
};

TEST_F(CliRecordings, AreShownAsStraceWould)
{
    const Ran ran = runCli({"show", transcript("fork")});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(linesIn(ran.out), Contains(HasSubstr("[2 scen] open(\"/dev/null\", O_RDWR) = 5 <0.000735>")));
    EXPECT_THAT(linesIn(ran.out), Contains(HasSubstr("[4 scen] fork: claims prepared child 77be63f5 = 0 <")));
    EXPECT_THAT(linesIn(ran.out), Contains(HasSubstr("--- ")));
}

TEST_F(CliRecordings, AreFiltered)
{
    const Ran ran = runCli({"show", transcript("files"), "--filter", "errno == ENOENT", "--format", "json"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    std::size_t calls = 0;
    for (const auto &json : jsonIn(ran.out)) {
        if (json["type"] != "call")
            continue;
        ++calls;
        EXPECT_EQ(json["errno"], 2);
    }
    EXPECT_GT(calls, 0U);
    const Ran mistake = runCli({"show", transcript("files"), "--filter", "errno == "});
    EXPECT_EQ(mistake.code, 2);
    EXPECT_THAT(mistake.err, HasSubstr("^"));
}

TEST_F(CliRecordings, AFilterLeavesConnectionEventsAndOtherProcessesOut)
{
    const Lines lines = linesIn(runCli({"show", transcript("fork"), "--filter", "pid == 4"}).out);
    EXPECT_FALSE(lines.empty());
    EXPECT_THAT(lines, testing::Each(HasSubstr("[4 scen]")));
    for (const auto &json :
         jsonIn(runCli({"show", transcript("fork"), "--format", "json", "--filter", "pid == 4"}).out))
        EXPECT_EQ(json["type"], "call");
    const auto tree = [](const std::string &filter) {
        return runCli({"show", transcript("fork"), "--format", "tree", "--filter", filter}).out;
    };
    EXPECT_EQ(tree("pid == 4 && type == SYSCALL"), "✝ scen 2: closed\n  ✝ scen 4, 4 calls: closed\n");
    EXPECT_EQ(tree("comm == \"nobody\""), "");
}

TEST_F(CliRecordings, AsATreeATableAndSums)
{
    EXPECT_EQ(runCli({"show", transcript("fork"), "--format", "tree"}).out, "✝ scen 2, 5 calls: closed\n"
                                                                            "  ✝ scen 4, 4 calls: closed\n");
    const Lines csv = linesIn(runCli({"show", transcript("simple"), "--format", "csv"}).out);
    EXPECT_THAT(csv[0], StartsWith("t_ns,session,generation,pid,process"));
    EXPECT_EQ(csv.size(), 1U + 5U) << "guest and four calls";
    const Ran sums = runCli({"show", transcript("bigio"), "--format", "summary"});
    EXPECT_THAT(linesIn(sums.out)[0], StartsWith("% time"));
    EXPECT_THAT(sums.out, HasSubstr("pwrite\n"));
}

TEST_F(CliRecordings, ThatAreDamagedAreShownUpToThere)
{
    EXPECT_EQ(runCli({"convert", transcript("fork"), dir.file("x.pcapng")}).code, 0);
    const std::string whole = contents(dir.file("x.pcapng"));
    put(dir.file("cut.pcapng"), std::string_view(whole).substr(0, whole.size() / 2));
    const Ran ran = runCli({"show", dir.file("cut.pcapng")});
    EXPECT_EQ(ran.code, 4);
    EXPECT_THAT(ran.err, HasSubstr("is damaged at byte"));
    EXPECT_THAT(ran.out, HasSubstr("pipe() = [3, 4]"));
    EXPECT_EQ(runCli({"show", dir.file("nothing")}).code, 1);
}

TEST_F(CliRecordings, BecomePcapngAndSayTheSame)
{
    for (const char *name : {"fork", "exec", "threads", "files", "errors/cancel"}) {
        const std::string file = dir.file("x.pcapng");
        EXPECT_EQ(runCli({"convert", transcript(name), file}).code, 0);
        EXPECT_EQ(runCli({"show", file}).out, runCli({"show", transcript(name)}).out) << name;
        ::unlink(file.c_str());
    }
}

/// A recording to whose first open somebody added a note, and before it a mark.
std::string withAdditions(const TempDir &dir)
{
    const std::string path = dir.file("noted.pcapng");
    record(path, transcriptEvents("fork"));
    const Read read = readAll(path);
    auto writer =
        trace::RecordingWriter::open(path, trace::RecordingWriter::Existing::Append, {.timesAsTheyAre = true})
            .value();
    for (const auto &event : read.events) {
        const auto *frame = std::get_if<event::FrameRecord>(&event);
        if (!frame || frame->header.type != wire::FrameType::Syscall)
            continue;
        writer->mark(frame->time, "the first\ncall");
        writer->note({frame->time, frame->header.reqno, "why \"this\"?", true});
        break;
    }
    EXPECT_TRUE(writer->close());
    return path;
}

TEST_F(CliRecordings, AreShownWithWhatWasAddedToThem)
{
    const std::string path = withAdditions(dir);
    const Ran text = runCli({"show", path});
    const Lines lines = linesIn(text.out);
    const auto mark = std::find_if(lines.begin(), lines.end(), [](const auto &line) {
        return line.find(" === the first\\ncall") != line.npos;
    });
    ASSERT_NE(mark, lines.end()) << text.out;
    ASSERT_NE(mark + 1, lines.end());
    EXPECT_THAT(*(mark + 1), testing::EndsWith("  # ★ why \"this\"?"));
    std::size_t notes = 0;
    std::size_t marks = 0;
    for (const auto &json : jsonIn(runCli({"--json", "show", path}).out)) {
        notes += json.value("note", "") == "why \"this\"?" && json["bookmark"] == true ? 1 : 0;
        marks += json["type"] == "mark" && json["text"] == "the first\ncall" ? 1 : 0;
    }
    EXPECT_EQ(notes, 1U);
    EXPECT_EQ(marks, 1U);
    EXPECT_THAT(runCli({"show", path, "--format", "csv"}).out, HasSubstr(",1,\"why \"\"this\"\"?\",0\r\n"));
}

TEST_F(CliRecordings, KeepWhatWasAddedWhenTheyAreConverted)
{
    const std::string path = withAdditions(dir);
    EXPECT_EQ(runCli({"convert", path, dir.file("again.pcapng")}).code, 0);
    EXPECT_EQ(runCli({"show", dir.file("again.pcapng")}).out, runCli({"show", path}).out);
    EXPECT_EQ(readAll(dir.file("again.pcapng")).facts.notes.size(), 1U);
    EXPECT_EQ(runCli({"convert", path, dir.file("trace.json")}).code, 0);
    std::size_t found = 0;
    const auto trace = nlohmann::json::parse(contents(dir.file("trace.json")));
    for (const auto &event : trace["traceEvents"]) {
        found += event.value("name", "") == "the first\ncall" && event.value("s", "") == "g" ? 1 : 0;
        found += event.contains("args") && event["args"].contains("note") ? 1 : 0;
    }
    EXPECT_EQ(found, 2U);
}

TEST_F(CliRecordings, BecomeATraceForPerfetto)
{
    const std::string file = dir.file("trace.json");
    EXPECT_EQ(runCli({"convert", transcript("fork"), file}).code, 0);
    const auto json = nlohmann::json::parse(contents(file));
    std::size_t opens = 0;
    std::size_t copies = 0;
    Lines names;
    for (const auto &event : json["traceEvents"]) {
        opens += event["name"] == "open" && event["ph"] == "X" && event["dur"].get<double>() == 735 ? 1 : 0;
        copies += event["name"] == "COPYIN" ? 1 : 0;
        if (event["name"] == "process_name")
            names.push_back(event["args"]["name"]);
    }
    EXPECT_EQ(opens, 1U);
    EXPECT_GT(copies, 0U);
    EXPECT_THAT(names, ElementsAre("scen (pid 2)", "scen (pid 4)"));
}

TEST_F(CliRecordings, TimesOfATraceCountFromItsFirstEvent)
{
    const std::string file = dir.file("trace.json");
    EXPECT_EQ(runCli({"convert", transcript("fork"), file}).code, 0);
    const auto json = nlohmann::json::parse(contents(file));
    double least = 1e9;
    for (const auto &event : json["traceEvents"])
        least = event.contains("ts") ? std::min(least, event["ts"].get<double>()) : least;
    EXPECT_EQ(least, 0.0);
    EXPECT_EQ(json["otherData"]["start_ns"], "38441000");
}

TEST_F(CliRecordings, AreForTheirOwnerAndLeaveNoHalfFiles)
{
    EXPECT_EQ(runCli({"convert", transcript("simple"), dir.file("x.csv")}).code, 0);
    struct stat info
    {};
    ASSERT_EQ(::stat(dir.file("x.csv").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
    EXPECT_EQ(runCli({"convert", dir.file("x.csv"), dir.file("y.pcapng")}).code, 1);
    EXPECT_NE(::access(dir.file("y.pcapng").c_str(), F_OK), 0);
}

TEST_F(CliRecordings, OfOthersSaySo)
{
    EXPECT_EQ(runCli({"convert", transcript("simple"), dir.file("x.pcapng")}).code, 0);
    put(dir.file("head.pcapng"), contents(dir.file("x.pcapng")).substr(0, 48)); // the section header
    const Ran ran = runCli({"show", dir.file("head.pcapng")});
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("Nothing of rump_sp is in this file."));
}

TEST_F(CliRecordings, BecomeWhatTheNameSays)
{
    for (const char *ending : {".jsonl", ".csv", ".txt", ".json"}) {
        const std::string file = dir.file(std::string("x") + ending);
        EXPECT_EQ(runCli({"convert", transcript("simple"), file}).code, 0) << ending;
        EXPECT_FALSE(contents(file).empty());
        const Ran again = runCli({"convert", transcript("simple"), file});
        EXPECT_EQ(again.code, 1) << "nothing is overwritten";
        EXPECT_THAT(again.err, HasSubstr("File exists"));
    }
    EXPECT_EQ(runCli({"convert", transcript("simple"), dir.file("x.odd")}).code, 2);
    EXPECT_EQ(runCli({"convert", transcript("simple"), dir.file("x.odd"), "--to", "tree"}).code, 0);
    EXPECT_EQ(runCli({"convert", dir.file("nothing"), dir.file("y.csv")}).code, 1);
    EXPECT_NE(::access(dir.file("y.csv").c_str(), F_OK), 0) << "no empty file is left";
}

} // namespace
} // namespace rumpscope::test
