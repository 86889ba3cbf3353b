// SPDX-License-Identifier: BSD-2-Clause
// What a real kernel and its clients said, recorded, drained and put together: the calls their program
// printed.
#include "clientcore/abi/catalog.h"
#include "tests/support/files/data_file.h"
#include "tests/support/trace/playback.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>

namespace rumpscope::trace {
namespace {

using Kind = CallRecord::Kind;
using Outcome = CallRecord::Outcome;

struct Printed
{
    std::string name;
    std::int64_t value = 0;
    std::int32_t error = 0;
};

/// Lines of NAME.calls.txt that tell of a call: "rump_sys_close(99) = -1 errno 9".
std::vector<Printed> printedCalls(const std::string &name)
{
    std::ifstream file(test::dataFile("transcripts/" + name + ".calls.txt"));
    const std::regex call(R"(^(rump_sys_\w+)\(.* = (-?\d+) errno (\d+)$)");
    std::vector<Printed> calls;
    std::smatch found;
    for (std::string line; std::getline(file, line);) {
        if (std::regex_match(line, found, call))
            calls.push_back({found[1], std::stoll(found[2]), std::stoi(found[3])});
    }
    return calls;
}

std::vector<const CallRecord *> ofKind(const Store &store, Kind kind)
{
    std::vector<const CallRecord *> found;
    for (std::size_t i = 0; i < store.size(); ++i) {
        if (store.at(i).kind == kind)
            found.push_back(&store.at(i));
    }
    return found;
}

bool isThat(const CallRecord &record, const Printed &printed)
{
    const abi::Call *call = abi::findCall(printed.name);
    if (!call || call->number != record.number || record.outcome != Outcome::Answered ||
        record.error != printed.error)
        return false;
    // In C pipe returns 0 and puts what the wire returns into memory.
    return printed.error != 0 || record.retval[0] == printed.value || call->result == abi::ResultKind::TwoFds;
}

const CallRecord &only(const Store &store, std::uint32_t number)
{
    const CallRecord *found = nullptr;
    for (const CallRecord *record : ofKind(store, Kind::Syscall)) {
        if (record->number == number) {
            EXPECT_EQ(found, nullptr) << "there are several";
            found = record;
        }
    }
    return *found;
}

TEST(RecordingsAsCalls, HoldEveryCallThatWasPrintedAndEveryRequest)
{
    for (const std::string &name : test::transcriptNames()) {
        const Store store = test::assembled(name);
        std::vector<const CallRecord *> calls = ofKind(store, Kind::Syscall);
        const auto records = test::loadTranscript(name);
        EXPECT_EQ(calls.size(), static_cast<std::size_t>(std::count_if(
                                    records.begin(), records.end(),
                                    [](const auto &r) {
                                        return r.kind == test::TranscriptRecord::Kind::Frame && r.toServer &&
                                               r.header.type == wire::FrameType::Syscall &&
                                               r.header.frameClass == wire::FrameClass::Request;
                                    })))
            << name;
        for (const Printed &printed : printedCalls(name)) {
            const auto record = std::find_if(calls.begin(), calls.end(),
                                             [&](const CallRecord *call) { return isThat(*call, printed); });
            ASSERT_NE(record, calls.end()) << name << ": " << printed.name << " = " << printed.value;
            calls.erase(record);
        }
        EXPECT_EQ(store.framesApart(), 0U) << name;
        for (std::size_t i = 0; i < store.size(); ++i)
            EXPECT_NE(store.at(i).outcome, Outcome::Running) << name << ": every connection of it has ended";
    }
}

TEST(RecordingsAsCalls, CountRoundTrips)
{
    const Store fork = test::assembled("fork");
    std::vector<std::uint32_t> trips;
    for (const CallRecord *record : ofKind(fork, Kind::Syscall))
        trips.push_back(record->roundTrips);
    EXPECT_EQ(trips, (std::vector<std::uint32_t>{1, 2, 1, 2, 1, 1, 1, 1, 1}));

    const Store iov = test::assembled("iov");
    EXPECT_EQ(only(iov, 121).roundTrips, 4U) << "writev: the vector and two buffers";
    EXPECT_EQ(only(iov, 121).bytesIn, 40U);
    EXPECT_EQ(only(iov, 120).roundTrips, 2U) << "readv: the vector";
    EXPECT_EQ(only(iov, 120).bytesOut, 8U);
}

TEST(RecordingsAsCalls, TellCallsOfTwoThreadsApart)
{
    const Store store = test::assembled("threads");
    EXPECT_EQ(only(store, 3).bytesOut, 5U);
    EXPECT_EQ(only(store, 3).roundTrips, 1U);
    EXPECT_EQ(only(store, 4).bytesIn, 5U);
    EXPECT_EQ(only(store, 4).roundTrips, 2U);
    EXPECT_EQ(only(store, 3).latency({}), std::chrono::microseconds(279713 - 78002));
}

TEST(RecordingsAsCalls, CountWhatTheyDoNotKeepOfABigCall)
{
    const Store store = test::assembled("bigio");
    const CallRecord &write = only(store, 174);
    EXPECT_EQ(write.roundTrips, 257U);
    EXPECT_EQ(write.bytesIn, 1U << 20);
    EXPECT_EQ(write.frames.size(), 101U);
    EXPECT_EQ(write.framesLeftOut, 2 + 512 - 101U);
    std::uint64_t out = 0;
    for (const CallRecord *record : ofKind(store, Kind::Syscall))
        out += record->number == 173 ? record->bytesOut : 0;
    EXPECT_EQ(out, (1U << 20) + 5000);
}

TEST(RecordingsAsCalls, TellTheStepsOfALife)
{
    const Store fork = test::assembled("fork");
    ASSERT_EQ(ofKind(fork, Kind::Prefork).size(), 1U);
    ASSERT_EQ(ofKind(fork, Kind::Fork).size(), 1U);
    EXPECT_TRUE(ofKind(fork, Kind::Fork)[0]->cookie);
    EXPECT_EQ(ofKind(fork, Kind::Prefork)[0]->cookie, ofKind(fork, Kind::Fork)[0]->cookie);

    const Store exec = test::assembled("errors/exec_rename");
    ASSERT_EQ(ofKind(exec, Kind::Exec).size(), 1U);
    EXPECT_EQ(ofKind(exec, Kind::Exec)[0]->before, "before");
    EXPECT_EQ(ofKind(exec, Kind::Exec)[0]->text, "after-exec");

    const Store signal = test::assembled("sigpipe");
    ASSERT_EQ(ofKind(signal, Kind::Raise).size(), 1U);
    EXPECT_EQ(ofKind(signal, Kind::Raise)[0]->number, 13U);
}

TEST(RecordingsAsCalls, TellRefusalsAndLosses)
{
    const Store cookie = test::assembled("errors/bad_cookie");
    EXPECT_EQ(cookie.at(0).outcome, Outcome::Refused);
    EXPECT_EQ(cookie.at(0).error, 3);
    const Store early = test::assembled("errors/syscall_before_handshake");
    EXPECT_EQ(early.at(0).outcome, Outcome::Refused) << "although the ERROR says HANDSHAKE";
    const Store cancel = test::assembled("errors/cancel");
    EXPECT_EQ(ofKind(cancel, Kind::Fork)[0]->outcome, Outcome::Cancelled);
    EXPECT_EQ(ofKind(cancel, Kind::Fork)[1]->outcome, Outcome::Refused);
    EXPECT_EQ(ofKind(test::assembled("errors/short_args"), Kind::Syscall)[0]->outcome, Outcome::Lost);
    const Store odd = test::assembled("errors/unknown_type");
    ASSERT_EQ(ofKind(odd, Kind::Unknown).size(), 1U);
    EXPECT_EQ(ofKind(odd, Kind::Unknown)[0]->outcome, Outcome::Refused);
    const Store reboot = test::assembled("reboot");
    const auto calls = ofKind(reboot, Kind::Syscall);
    ASSERT_EQ(calls.size(), 20U);
    EXPECT_TRUE(std::all_of(calls.begin() + 1, calls.end(),
                            [](const CallRecord *call) { return call->outcome == Outcome::Lost; }));
}

} // namespace
} // namespace rumpscope::trace
