// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bare_threads.h"

#include "clientcore/wire/frame.h"

#include <array>
#include <atomic>
#include <cstring>
#include <deque>
#include <linux/futex.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace rumpscope::bench {

namespace {

constexpr std::size_t kAnswer = wire::kHeaderSize + 24;
constexpr std::size_t kReqnoOffset = 8;

/// As std::atomic has them, but without spinning first: that costs here.
using Answered = std::atomic<std::uint32_t>;

void sleepUntil(Answered &answered)
{
    while (answered == 0)
        ::syscall(SYS_futex, &answered, FUTEX_WAIT_PRIVATE, 0, nullptr, nullptr, 0);
}

void wake(Answered &answered)
{
    answered = 1;
    ::syscall(SYS_futex, &answered, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

void call(int fd, std::uint32_t number, std::uint64_t reqno, Answered &answered)
{
    wire::Header header;
    header.length = wire::kHeaderSize;
    header.reqno = reqno;
    header.type = wire::FrameType::Syscall;
    header.word = number;
    std::array<std::byte, wire::kHeaderSize> frame{};
    wire::encodeHeader(header, frame);
    answered = 0;
    (void)::send(fd, frame.data(), frame.size(), MSG_NOSIGNAL);
    sleepUntil(answered);
}

} // namespace

void callOnThreads(int fd, std::uint32_t number, int threads, int calls)
{
    std::deque<Answered> answered(static_cast<std::size_t>(threads));
    std::vector<std::thread> callers;
    for (std::size_t i = 0; i < answered.size(); ++i) {
        callers.emplace_back([=, &answered] {
            for (int k = 0; k < calls; ++k)
                call(fd, number, i, answered[i]);
        });
    }
    std::array<std::byte, 64 * kAnswer> room;
    std::size_t have = 0;
    for (int left = threads * calls; left > 0;) {
        const ssize_t got = ::recv(fd, room.data() + have, room.size() - have, 0);
        if (got <= 0)
            throw std::runtime_error("the kernel hung up on the bare threads");
        have += static_cast<std::size_t>(got);
        std::size_t at = 0;
        for (; have - at >= kAnswer; at += kAnswer, --left) {
            std::uint64_t reqno = 0;
            std::memcpy(&reqno, room.data() + at + kReqnoOffset, sizeof reqno);
            wake(answered.at(reqno));
        }
        have -= at;
        std::memmove(room.data(), room.data() + at, have);
    }
    for (std::thread &caller : callers)
        caller.join();
}

} // namespace rumpscope::bench
