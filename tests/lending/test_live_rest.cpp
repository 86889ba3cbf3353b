// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting, clocks, sysctl, asynchronous I/O and the rest: the kernel's copies against what the calls lend.
#include "tests/lending/live_lending.h"

#include <array>
#include <cstring>

namespace rumpscope::test {
namespace {

using LiveLendingRest = LiveLending;

TEST_F(LiveLendingRest, Waiting)
{
    std::array<int, 2> ends{};
    EXACTLY(rump_sys_pipe2(ends.data(), 0));
    EXACTLY(rump_sys_pipe(ends.data()));
    EXACTLY(rump_sys_write(ends[1], "x", 1));
    std::array<rump_pollfd, 2> fds{{{ends[0], RUMP_POLLIN, 0}, {ends[1], RUMP_POLLOUT, 0}}};
    EXACTLY(rump_sys_poll(fds.data(), 2, 0));
    EXPECT_EQ(fds[0].revents, RUMP_POLLIN);
    const rump_timespec soon{0, 1000};
    std::array<std::uint32_t, 4> signals{};
    EXACTLY(rump_sys_pollts(fds.data(), 2, &soon, reinterpret_cast<const sigset_t *>(signals.data())));
    std::array<std::uint32_t, 8> set{};
    set[0] = 1U << ends[0];
    rump_timeval none{};
    EXACTLY(rump_sys_select(ends[1] + 1, reinterpret_cast<fd_set *>(set.data()), nullptr, nullptr, &none));
    EXPECT_EQ(set[0], 1U << ends[0]);
    EXACTLY(rump_sys_pselect(ends[1] + 1, reinterpret_cast<fd_set *>(set.data()), nullptr, nullptr, &soon,
                             reinterpret_cast<const sigset_t *>(signals.data())));
    const int queue = rump_sys_kqueue();
    EXACTLY(queue);
    std::array<rump_kevent, 1> change{};
    change[0].ident = static_cast<std::uint64_t>(ends[0]);
    change[0].filter = RUMP_EVFILT_READ;
    change[0].flags = RUMP_EV_ADD;
    std::array<rump_kevent, 1> event{};
    EXACTLY(rump_sys_kevent(queue, change.data(), 1, event.data(), 1, &soon));
    EXPECT_EQ(event[0].data, 1);
    std::array<char, 32> name{};
    rump_kfilter_mapping mapping{};
    mapping.name = name.data();
    mapping.len = name.size();
    mapping.filter = RUMP_EVFILT_READ;
    AT_MOST(rump_sys_ioctl(queue, RUMP_KFILTER_BYFILTER, &mapping));
    EXPECT_STREQ(name.data(), "EVFILT_READ");
    std::strcpy(name.data(), "EVFILT_WRITE");
    EXACTLY(rump_sys_ioctl(queue, RUMP_KFILTER_BYNAME, &mapping));
    EXPECT_EQ(mapping.filter, static_cast<std::uint32_t>(RUMP_EVFILT_WRITE));
}

TEST_F(LiveLendingRest, ClocksAndTimers)
{
    rump_timespec time{};
    EXACTLY(rump_sys_clock_gettime(RUMP_CLOCK_MONOTONIC, &time));
    EXACTLY(rump_sys_clock_getres(RUMP_CLOCK_REALTIME, &time));
    const rump_timespec moment{0, 1000};
    EXACTLY(rump_sys_nanosleep(&moment, nullptr));
    EXPECT_EQ(rump_sys_clock_nanosleep(RUMP_CLOCK_MONOTONIC, 0, &moment, nullptr), 0);
    EXPECT_EQ(last().refusals(), "");
    rump_timeval now{};
    rump_timezone zone{};
    EXACTLY(rump_sys_gettimeofday(&now, &zone));
    EXPECT_GT(now.tv_sec, 0);
    rump_itimerval value{{}, {100, 0, {}}};
    rump_itimerval old{};
    AT_MOST(rump_sys_setitimer(RUMP_ITIMER_REAL, &value, &old));
    EXACTLY(rump_sys_getitimer(RUMP_ITIMER_REAL, &value));
    const rump_itimerval never{};
    AT_MOST(rump_sys_setitimer(RUMP_ITIMER_REAL, &never, nullptr));
    rump_sigevent event{};
    int timer = -1;
    EXPECT_EQ(rump_sys_timer_create(RUMP_CLOCK_REALTIME, &event, reinterpret_cast<timer_t *>(&timer)),
              errno == 0 ? 0 : -1);
    EXPECT_EQ(last().refusals(), "");
}

TEST_F(LiveLendingRest, Sysctl)
{
    const std::array<int, 2> osrelease{1, 2};
    std::array<char, 64> room{};
    std::size_t size = room.size();
    AT_MOST(rump_sys___sysctl(osrelease.data(), 2, room.data(), &size, nullptr, 0));
    EXPECT_GT(size, 1U);
    EXACTLY(rump_sys___sysctl(osrelease.data(), 2, nullptr, &size, nullptr, 0));
    const std::array<int, 2> hostname{1, 10};
    EXACTLY(rump_sys___sysctl(hostname.data(), 2, nullptr, nullptr, "lent", 4));
    // The children of a node: the question is a node, too.
    const std::array<int, 2> query{1, -2};
    rump_sysctlnode question{};
    question.sysctl_flags = 0x01000000;
    std::vector<rump_sysctlnode> children(200);
    size = children.size() * sizeof children[0];
    AT_MOST(rump_sys___sysctl(query.data(), 2, children.data(), &size, &question, sizeof question));
    EXPECT_GT(size, sizeof children[0]);
    // A new node, with its value and description behind pointers.
    const std::array<int, 1> create{-3};
    rump_sysctlnode made{};
    const std::uint32_t value = 7;
    std::strcpy(made.sysctl_name, "lent");
    made.sysctl_flags = 0x01000000U | 0x200U | 2U; // version, read and write, int: a value of its own
    made.sysctl_num = -1;
    made.sysctl_data = &value;
    made.sysctl_size = sizeof value;
    size = sizeof made;
    const int result = rump_sys___sysctl(create.data(), 1, &made, &size, &made, sizeof made);
    EXPECT_EQ(last().refusals(), "") << result;
}

TEST_F(LiveLendingRest, WhoIAm)
{
    std::array<gid_t, 16> groups{};
    groups[0] = 5;
    EXACTLY(rump_sys_setgroups(1, groups.data()));
    EXACTLY(rump_sys_getgroups(1, groups.data()));
    EXPECT_EQ(groups[0], 5U);
    std::array<char, 32> login{};
    EXACTLY(rump_sys___setlogin("tester"));
    AT_MOST(rump_sys___getlogin(login.data(), login.size()));
    EXPECT_STREQ(login.data(), "tester");
    rump_rlimit limit{};
    EXACTLY(rump_sys_getrlimit(RUMP_RLIMIT_NOFILE, &limit));
    EXACTLY(rump_sys_setrlimit(RUMP_RLIMIT_NOFILE, &limit));
    EXPECT_GT(rump_sys_getpid(), 1);
}

TEST_F(LiveLendingRest, AsynchronousInputAndOutput)
{
    const int fd = rump_sys_open("/file", RUMP_O_CREAT | RUMP_O_RDWR, 0644);
    std::array<char, 6> data{'a', 's', 'y', 'n', 'c', '!'};
    rump_aiocb block{};
    block.aio_fildes = fd;
    block.aio_buf = data.data();
    block.aio_nbytes = data.size();
    auto *control = reinterpret_cast<aiocb *>(&block);
    AT_MOST(rump_sys_aio_write(&block));
    const std::array<const aiocb *, 1> list{control};
    AT_MOST(rump_sys_aio_suspend(list.data(), 1, nullptr));
    EXACTLY(rump_sys_aio_error(&block));
    EXPECT_EQ(client().kept(), 0U) << "the control block says that it is over";
    EXACTLY(rump_sys_aio_return(&block));
    EXPECT_EQ(rump_sys_pread(fd, data.data(), data.size(), 0), 6);
    std::array<char, 6> room{};
    block.aio_buf = room.data();
    block.aio_offset = 0; // the kernel moved it on
    AT_MOST(rump_sys_aio_read(&block));
    AT_MOST(rump_sys_aio_suspend(list.data(), 1, nullptr));
    EXACTLY(rump_sys_aio_return(&block));
    EXPECT_EQ(room, data);
    // Several at once, each in its own direction; and one that does nothing.
    std::array<rump_aiocb, 3> several{block, block, block};
    several[0].aio_lio_opcode = RUMP_LIO_WRITE;
    several[1].aio_lio_opcode = RUMP_LIO_READ;
    several[2].aio_lio_opcode = RUMP_LIO_NOP;
    std::array<aiocb *, 3> blocks{};
    for (std::size_t i = 0; i < 3; ++i)
        blocks[i] = reinterpret_cast<aiocb *>(&several[i]);
    AT_MOST(rump_sys_lio_listio(RUMP_LIO_WAIT, blocks.data(), 3, nullptr));
    EXPECT_EQ(client().kept(), 0U);
    AT_MOST(rump_sys_aio_fsync(RUMP_O_SYNC, &block));
    AT_MOST(rump_sys_aio_suspend(list.data(), 1, nullptr));
    AT_MOST(rump_sys_aio_cancel(fd, &block));
    EXPECT_EQ(client().kept(), 0U);
}

TEST_F(LiveLendingRest, SemaphoresModulesAndTraces)
{
    std::intptr_t semaphore = 0;
    if (rump_sys__ksem_init(1, &semaphore) == 0) {
        unsigned int value = 0;
        EXACTLY(rump_sys__ksem_getvalue(semaphore, &value));
        EXPECT_EQ(value, 1U);
        EXACTLY(rump_sys__ksem_destroy(semaphore));
    }
    std::vector<char> room(65536);
    rump_iovec list{room.data(), room.size()};
    AT_MOST(rump_sys_modctl(RUMP_MODCTL_STAT, &list));
    rump_modctl_load load{};
    load.ml_filename = "no/such/module";
    EXPECT_EQ(rump_sys_modctl(RUMP_MODCTL_LOAD, &load), -1);
    EXPECT_EQ(last().refusals(), "");
    std::string name = "nosuchmodule";
    EXPECT_EQ(rump_sys_modctl(RUMP_MODCTL_UNLOAD, name.data()), -1);
    EXPECT_EQ(last().refusals(), "");
    for (const int result :
         {rump_sys_ktrace("/trace", RUMP_KTROP_SET, RUMP_KTRFAC_SYSCALL, 0),
          rump_sys_utrace("label", name.data(), name.size()),
          rump_sys_extattrctl("/", 0, nullptr, 1, nullptr), rump_sys_nfssvc(RUMP_NFSSVC_BIOD, nullptr)})
        EXPECT_EQ(last().refusals(), "") << result;
}

} // namespace
} // namespace rumpscope::test
