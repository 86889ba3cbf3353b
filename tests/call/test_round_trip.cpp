// SPDX-License-Identifier: BSD-2-Clause
// Typed, sent, decoded, typed again: the same bytes leave.
#include "clientcore/call/bytes.h"
#include "tests/call/wire_like.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace rumpscope::call::test {
namespace {

// What a newcomer tries first, as it is printed.
const char *const kCalls[] = {
    "open(\"/tmp/x\", O_RDWR|O_CREAT, 0644)",
    "open(\"/tmp/x\", O_WRONLY|O_APPEND|O_CLOEXEC)",
    "openat(AT_FDCWD, \"/tmp/x\", O_RDONLY)",
    "close(3)",
    "read(3, [4096], 4096)",
    "write(3, \"hello\", 5)",
    "pread(3, [16], 16, 100)",
    "pwrite(3, \"hello\", 5, 100)",
    "readv(3, [16, 32], 2)",
    "writev(3, [\"ab\", \"cd\"], 2)",
    "lseek(3, -1, SEEK_END)",
    "truncate(\"/x\", 100)",
    "ftruncate(3, 100)",
    "stat(\"/x\", {...})",
    "lstat(\"/x\", {...})",
    "fstat(3, {...})",
    "statvfs1(\"/\", {...}, MNT_NOWAIT)",
    "getvfsstat([...], 36096, MNT_NOWAIT)",
    "access(\"/x\", R_OK|X_OK)",
    "mkdir(\"/d\", 0755)",
    "rmdir(\"/d\")",
    "unlink(\"/x\")",
    "unlinkat(3, \"x\", AT_REMOVEDIR)",
    "rename(\"/a\", \"/b\")",
    "link(\"/a\", \"/b\")",
    "symlink(\"/a\", \"/b\")",
    "readlink(\"/b\", [64], 64)",
    "chmod(\"/x\", 0600)",
    "chown(\"/x\", -1, 5)",
    "chdir(\"/d\")",
    "getcwd([256], 256)",
    "getdents(3, [...], 512)",
    "mkfifo(\"/p\", 0600)",
    "mknod(\"/n\", S_IFCHR|0666, 258)",
    "utimes(\"/x\", [{tv_sec=1, tv_usec=2}, {tv_sec=3, tv_usec=4}])",
    "futimens(3, NULL)",
    "pipe()",
    "pipe2({...}, O_RDONLY|O_NONBLOCK)",
    "dup(3)",
    "dup2(3, 4)",
    "fcntl(3, F_GETFL)",
    "fcntl(3, F_SETFL, O_RDONLY|O_NONBLOCK)",
    "flock(3, LOCK_EX|LOCK_NB)",
    "ioctl(3, FIONCLEX)",
    "umask(022)",
    "getpid()",
    "getuid()",
    "setuid(1000)",
    "getgroups(16, [...])",
    "setgroups(2, [0, 5])",
    "getrlimit(RLIMIT_NOFILE, {...})",
    "setrlimit(RLIMIT_NOFILE, {rlim_cur=64, rlim_max=1024})",
    "sysctl([1, 10], 2, [64], [64], NULL, 0)",
    "sysctl([1, 10], 2, NULL, NULL, \"box\\0\", 4)",
    "socket(AF_INET, SOCK_STREAM, 0)",
    "socket(AF_LOCAL, SOCK_DGRAM|SOCK_NONBLOCK, 0)",
    "connect(3, {AF_INET, \"127.0.0.1\", 80}, 16)",
    "connect(3, {AF_INET6, \"fe80::1\", 80, sin6_scope_id=2}, 28)",
    "connect(3, {AF_LOCAL, \"/tmp/s\"}, 106)",
    "connect(3, {AF_LINK, \"\\0\\1a\"}, 5)",
    "bind(3, {AF_INET, \"0.0.0.0\", 0}, 16)",
    "listen(3, 5)",
    "accept(3, {...}, [128])",
    "getsockname(3, {...}, [128])",
    "sendto(3, \"hi\", 2, MSG_DONTWAIT, NULL, 0)",
    "sendto(3, \"hi\", 2, 0, {AF_INET, \"10.0.0.1\", 53}, 16)",
    "recvfrom(3, [64], 64, MSG_PEEK, {...}, [128])",
    "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4)",
    "getsockopt(3, SOL_SOCKET, SO_TYPE, [4], [4])",
    "shutdown(3, SHUT_WR)",
    "socketpair(AF_LOCAL, SOCK_STREAM, 0, {...})",
    "poll([{fd=3, events=POLLIN|POLLOUT}, {fd=4, events=POLLIN}], 2, 1000)",
    "kqueue()",
    "nanosleep({tv_sec=1, tv_nsec=0}, NULL)",
    "clock_gettime(CLOCK_MONOTONIC, {...})",
    "gettimeofday({...}, NULL)",
    "setitimer(ITIMER_REAL, {it_interval={tv_sec=0, tv_usec=0}, it_value={tv_sec=1, tv_usec=5}}, NULL)",
    "mount(\"tmpfs\", \"/mnt\", MNT_NOSUID|MNT_RDONLY, \"\\1\\0\", 2)",
    "unmount(\"/mnt\", MNT_FORCE)",
    "reboot(RB_AUTOBOOT, NULL)",
    "reboot(RB_POWERDOWN, NULL)",
};

TEST(RoundTrip, WhatIsPrintedIsPrintedAgain)
{
    for (const char *text : kCalls) {
        const WireLike wire(text);
        ASSERT_TRUE(wire.ok()) << text << ": " << wire.error().message;
        const std::string printed = wire.text();
        const WireLike again(printed);
        ASSERT_TRUE(again.ok()) << printed << ": " << again.error().message;
        EXPECT_EQ(again.text(), printed) << text;
        EXPECT_EQ(again.slots().size(), wire.slots().size());
        for (std::size_t i = 0; i < wire.slots().size(); ++i) {
            const abi::Role role = wire.call().arguments[i].role;
            if (role == abi::Role::IovecIn || role == abi::Role::IovecOut)
                continue; // tables hold addresses
            EXPECT_EQ(again.behind(i), wire.behind(i)) << printed << " argument " << i;
        }
    }
}

TEST(RoundTrip, TheseArePrintedAsTheyWereTyped)
{
    for (const char *text : kCalls)
        EXPECT_EQ(WireLike(text).text(), text);
}

RC_GTEST_PROP(RoundTripProperty, AnyBytesInQuotes, (const std::string &text))
{
    const auto quoted = quote(bytes(text), text.size());
    const WireLike wire("write(1, " + quoted + ")");
    RC_ASSERT(wire.ok());
    RC_ASSERT(wire.behind(1) == bytes(text));
}

RC_GTEST_PROP(RoundTripProperty, AnyFlags, (std::uint32_t flags))
{
    const WireLike wire("open(\"/x\", " + std::to_string(flags) + ", 0)");
    RC_ASSERT(wire.ok());
    const WireLike again(wire.text());
    const bool creates = (flags & 0x200U) != 0;
    RC_ASSERT(again.ok());
    RC_ASSERT(again.slots()[1] == flags);
    RC_ASSERT(!creates || again.slots()[2] == 0);
}

RC_GTEST_PROP(RoundTripProperty, AnyNumbers, (std::int32_t fd, std::int64_t offset, std::int16_t events))
{
    const WireLike seek("lseek(" + std::to_string(fd) + ", " + std::to_string(offset) + ", SEEK_SET)");
    RC_ASSERT(WireLike(seek.text()).slots() == seek.slots());
    const WireLike poll("poll([{fd=" + std::to_string(fd) + ", events=" + std::to_string(events) +
                        "}], 1, 0)");
    RC_ASSERT(WireLike(poll.text()).behind(0) == poll.behind(0));
}

} // namespace
} // namespace rumpscope::call::test
