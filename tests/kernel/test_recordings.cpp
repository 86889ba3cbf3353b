// SPDX-License-Identifier: GPL-3.0-or-later
// The real kernel's recordings, played to ours: it must answer the same, frame by frame, except where a
// reason is given here.
#include "tests/kernel/replay.h"
#include "tests/kernel/running_kernel.h"
#include "tests/support/files/transcript.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cctype>

namespace rumpscope::test {
namespace {

struct Exception
{
    std::string reason;
    std::vector<std::string> differences;
    std::set<std::uint64_t> skipped = {}; ///< calls left out, by request number
};

const std::map<std::string, Exception> &exceptions()
{
    static const std::map<std::string, Exception> kExceptions = {
        {"errors/short_args",
         {"The real kernel dies of a call with too few arguments; ours refuses it.",
          {"HANDSHAKE 0: a frame, not the end"}}},
        {"files",
         {"stat(2): device, inode number and times are each file system's own, the inode number in a "
          "listing too. Calls 14 and 15 rename and link what the real kernel's root cannot rename.",
          {"COPYOUT 6: other bytes at 0 16 48 56 64 72 80 88 96 104",
           "COPYOUT 8: other bytes at 0 16 48 56 64 72 80 88 96 104", "COPYOUT 20: other bytes at 0"},
          {14, 15}}},
        {"mount",
         {"statvfs(2): our file system has sizes, and numbers of its own.",
          {"COPYOUT 0: other bytes at 8 16 24 32 40 48 64 72 80"}}},
        {"sysctl",
         {"kern.proc2: addresses of the kernel's own structures, numbers of threads, times and counters.",
          {"COPYOUT 19: other bytes at 16 32 40 48 56 64 80 96 224 232 248 456 464 472 576 608",
           "COPYOUT 20: other bytes at 16 32 40 48 56 64 80 96 456 608",
           "COPYOUT 21: other bytes at 16 32 40 48 56 64 72 80 96 112 248 456 576 608"}}},
    };
    return kExceptions;
}

/// Recordings that cannot be played, and why.
const std::map<std::string, std::string> &notPlayed()
{
    static const std::map<std::string, std::string> kNotPlayed = {
        {"bigio", "its payloads were cut: the offsets of its calls are lost"},
        {"tcp", "the practice kernel has no sockets"},
    };
    return kNotPlayed;
}

std::vector<std::string> played()
{
    std::vector<std::string> names = transcriptNames();
    std::erase_if(names, [](const auto &name) { return notPlayed().contains(name); });
    return names;
}

struct KernelRecordings : testing::TestWithParam<std::string>
{};

TEST_P(KernelRecordings, AreAnsweredAsTheRealKernelDid)
{
    kernel::KernelSettings settings;
    settings.hostName = "rump-10992.vm"; // the recorded kernel's
    const RunningKernel running(settings);
    const auto known = exceptions().find(GetParam());
    const Exception exception = known == exceptions().end() ? Exception{} : known->second;
    EXPECT_THAT(replay(GetParam(), running.url(), exception.skipped),
                testing::ElementsAreArray(exception.differences))
        << exception.reason;
}

INSTANTIATE_TEST_SUITE_P(All, KernelRecordings, testing::ValuesIn(played()), [](const auto &test) {
    std::string name = test.param;
    std::replace_if(
        name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; },
        '_');
    return name;
});

} // namespace
} // namespace rumpscope::test
