// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/lineage/kernel_process.h"
#include "clientcore/lineage/process_tree.h"
#include "clientcore/trace/ring/recorder.h"
#include "clientcore/trace/store/store.h"
#include "tests/support/trace/playback.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace rumpscope::lineage {
namespace {

/// Bytes a row: the program that was recorded asked for this prefix of kinfo_proc2.
constexpr std::size_t kElement = 616;
constexpr std::size_t kCopyHead = 16;

/// What a real kernel copied out for kern.proc2, row by row.
wire::Bytes recordedList()
{
    wire::Bytes list;
    for (const auto &record : test::loadTranscript("sysctl")) {
        if (record.header.type == wire::FrameType::CopyOut && record.payload.size() == kCopyHead + kElement)
            list.insert(list.end(), record.payload.begin() + kCopyHead, record.payload.end());
    }
    return list;
}

TEST(KernelProcesses, AreReadAsARealKernelWritesThem)
{
    const auto rows = decodeProc2(recordedList(), kElement);
    ASSERT_EQ(rows.size(), 3U);
    std::string text;
    for (const KernelProcess &row : rows)
        text += fmt::format("{} {} {} {}\n", row.pid, row.ppid, row.uid, row.comm);
    EXPECT_EQ(text, "2 1 0 scen\n"
                    "1 0 0 rumplocal\n"
                    "0 0 0 system\n");
    ProcessTree tree;
    tree.kernelList(rows, {});
    EXPECT_EQ(tree.flattened(), "○ system 0\n"
                                "  ○ rumplocal 1\n"
                                "    ○ scen 2\n");
}

TEST(KernelProcesses, LeaveOutRowsThatAreCutOff)
{
    wire::Bytes list = recordedList();
    list.pop_back();
    EXPECT_EQ(decodeProc2(list, kElement).size(), 2U);
    EXPECT_EQ(decodeProc2({}, kElement).size(), 0U);
    EXPECT_EQ(decodeProc2(list, 0).size(), 0U);
    EXPECT_EQ(decodeProc2(list, 100).size(), 0U) << "no pid in so short a row";
}

TEST(KernelProcesses, HaveAsMuchOfTheirNameAsTheRowHas)
{
    const wire::Bytes list = recordedList();
    EXPECT_EQ(decodeProc2(std::span(list).first(370), 370).at(0).comm, "sc");
    EXPECT_EQ(decodeProc2(std::span(list).first(140), 140).at(0).comm, "");
    wire::Bytes strange(kElement, std::byte{0xff});
    const auto rows = decodeProc2(strange, kElement);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].comm.substr(0, 8), "\\xff\\xff") << "nothing that cannot be printed";
}

TEST(Lineage, OfARecordedForkIsTrue)
{
    trace::Recorder recorder;
    trace::Store store;
    ProcessTree tree;
    std::string atBest;
    test::play(test::loadTranscript("fork"), recorder);
    recorder.drain([&](event::Event &&event) {
        if (const auto *turn = std::get_if<event::ConnectionEvent>(&event)) {
            if (turn->kind == event::ConnectionEvent::Kind::Closed && atBest.empty())
                atBest = tree.flattened();
            tree.connection(*turn);
        }
        store.begin();
        store.add(std::move(event));
        const auto change = store.commit();
        for (std::size_t i = store.size() - change.appended; i < store.size(); ++i)
            tree.call(store.at(i), true, store.at(i).outcome != trace::CallRecord::Outcome::Running);
        for (const trace::CallId id : change.changed) {
            const auto &record = store.at(*store.indexOf(id));
            tree.call(record, false, record.outcome != trace::CallRecord::Outcome::Running);
        }
    });
    EXPECT_EQ(atBest, "● scen, 4 calls\n"
                      "  ↳ scen, 4 calls\n");
    EXPECT_EQ(tree.flattened(), "✝ scen, 5 calls: closed\n"
                                "  ✝ scen, 4 calls: closed\n");
}

} // namespace
} // namespace rumpscope::lineage
