// SPDX-License-Identifier: GPL-3.0-or-later
// select, pollts and kqueue: waiting for several things at once.
#include "tests/kernel/running_kernel.h"

#include <gmock/gmock.h>

namespace rumpscope::test {
namespace {

using testing::ElementsAre;

struct Event
{
    std::uint64_t ident = 0;
    std::uint32_t filter = NB_EVFILT_READ;
    std::uint32_t flags = NB_EV_ADD;
    std::uint32_t filterFlags = 0;
    std::uint32_t padding = 0;
    std::int64_t data = 0;
    std::uint64_t userData = 0;
};

struct Waiting : testing::Test
{
    RunningKernel kernel;
    KernelClient client = kernel.guest();
    std::uint64_t readEnd = static_cast<std::uint64_t>(client.call(NB_SYS_pipe).first);
    std::uint64_t writeEnd = readEnd + 1;

    std::uint64_t set(std::initializer_list<std::uint64_t> descriptors)
    {
        std::uint32_t bits = 0;
        for (const std::uint64_t fd : descriptors)
            bits |= 1U << fd;
        return client.putValues<std::uint32_t>({bits});
    }
};

struct Kqueues : Waiting
{
    std::uint64_t queue = static_cast<std::uint64_t>(client.call(NB_SYS_kqueue).first);

    Reply change(const Event &event)
    {
        return client.call(NB_SYS___kevent50, {queue, client.putValues<Event>({event}), 1, 0, 0, 0});
    }
    /// What has happened by now.
    std::vector<Event> events()
    {
        const auto room = client.room(8 * sizeof(Event));
        const auto now = client.putValues<std::int64_t>({0, 0});
        const Reply reply = client.call(NB_SYS___kevent50, {queue, 0, 0, room, 8, now});
        EXPECT_EQ(reply.error, 0);
        std::vector<Event> found;
        for (std::int64_t i = 0; i < reply.first; ++i)
            found.push_back(client.value<Event>(room + static_cast<std::uint64_t>(i) * sizeof(Event)));
        return found;
    }
};

TEST_F(Waiting, SelectSaysWhatIsReady)
{
    const auto read = set({readEnd});
    const auto write = set({writeEnd});
    const auto now = client.putValues<std::int64_t>({0, 0});
    EXPECT_EQ(client.call(NB_SYS___select50, {5, read, write, 0, now}).first, 1);
    EXPECT_EQ(client.value<std::uint32_t>(read), 0U);
    EXPECT_EQ(client.value<std::uint32_t>(write), 1U << writeEnd);
    const auto again = set({readEnd});
    const auto waiting = client.start(NB_SYS___select50, {5, again, 0, 0, 0});
    EXPECT_EQ(client.pid(), 2);
    client.write(writeEnd, "x");
    EXPECT_EQ(client.finish(waiting), (Reply{0, 1, 0}));
    EXPECT_EQ(client.call(NB_SYS___select50, {10, set({9}), 0, 0, now}).error, NB_EBADF);
    EXPECT_EQ(client.call(NB_SYS___select50, {~std::uint64_t{0}, 0, 0, 0, now}).error, NB_EINVAL);
    EXPECT_EQ(client.call(NB_SYS___pselect50, {5, set({readEnd}), 0, 0, now, client.room(16)}).first, 1);
}

TEST_F(Waiting, SelectTimesOut)
{
    const auto soon = client.putValues<std::int64_t>({0, 2000});
    EXPECT_EQ(client.call(NB_SYS___select50, {5, set({readEnd}), 0, 0, soon}), Reply{});
    const auto wrong = client.putValues<std::int64_t>({-1, 0});
    EXPECT_EQ(client.call(NB_SYS___select50, {5, set({readEnd}), 0, 0, wrong}).error, NB_EINVAL);
}

TEST_F(Waiting, PolltsTakesATimeAndAMask)
{
    struct Entry
    {
        std::int32_t fd;
        std::int16_t events;
        std::int16_t happened;
    };
    client.write(writeEnd, "x");
    const auto entry = client.putValues<Entry>({{static_cast<std::int32_t>(readEnd), NB_POLLIN, 0}});
    const auto now = client.putValues<std::int64_t>({0, 0});
    EXPECT_EQ(client.call(NB_SYS___pollts50, {entry, 1, now, client.room(16)}).first, 1);
    EXPECT_EQ(client.call(NB_SYS___pollts50, {entry, 1, client.putValues<std::int64_t>({0, -1}), 0}).error,
              NB_EINVAL);
    EXPECT_EQ(client.call(NB_SYS_poll, {entry, 1, static_cast<std::uint64_t>(-5)}).error, NB_EINVAL);
}

TEST_F(Kqueues, TellWhatCanBeRead)
{
    EXPECT_EQ(change({readEnd}).error, 0);
    EXPECT_TRUE(events().empty());
    client.write(writeEnd, "abc");
    for (int again = 0; again < 2; ++again) {
        const auto found = events();
        ASSERT_EQ(found.size(), 1U) << "told as long as it holds";
        EXPECT_EQ(found[0].ident, readEnd);
        EXPECT_EQ(found[0].data, 3);
    }
    client.read(readEnd, 3);
    EXPECT_TRUE(events().empty());
}

TEST_F(Kqueues, WaitForIt)
{
    change({readEnd});
    const auto waiting = client.start(NB_SYS___kevent50, {queue, 0, 0, client.room(sizeof(Event)), 1, 0});
    EXPECT_EQ(client.pid(), 2);
    client.write(writeEnd, "x");
    EXPECT_EQ(client.finish(waiting).first, 1);
}

TEST_F(Kqueues, ClearTellsOnce)
{
    change({writeEnd, NB_EVFILT_WRITE, NB_EV_ADD | NB_EV_CLEAR});
    EXPECT_EQ(events().size(), 1U);
    EXPECT_TRUE(events().empty());
    client.write(writeEnd, "x");
    client.read(readEnd, 1);
    EXPECT_EQ(events().size(), 1U) << "room came";
}

TEST_F(Kqueues, OneshotsAreGoneOnceTold)
{
    change({writeEnd, NB_EVFILT_WRITE, NB_EV_ADD | NB_EV_ONESHOT});
    EXPECT_EQ(events().size(), 1U);
    EXPECT_EQ(change({writeEnd, NB_EVFILT_WRITE, NB_EV_DELETE}).error, NB_ENOENT);
}

TEST_F(Kqueues, DisabledNotesAreSilent)
{
    change({readEnd});
    change({readEnd, NB_EVFILT_READ, NB_EV_DISABLE});
    client.write(writeEnd, "x");
    EXPECT_TRUE(events().empty());
    change({readEnd, NB_EVFILT_READ, NB_EV_ADD | NB_EV_ENABLE});
    EXPECT_EQ(events().size(), 1U);
}

TEST_F(Kqueues, TellTheEndOfAPipe)
{
    change({readEnd});
    client.call(NB_SYS_close, {writeEnd});
    const auto found = events();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].flags, static_cast<std::uint32_t>(NB_EV_ADD | NB_EV_EOF));
    client.call(NB_SYS_close, {readEnd});
    EXPECT_TRUE(events().empty()) << "notes go with their descriptor";
}

TEST_F(Kqueues, TimersCount)
{
    EXPECT_EQ(change({1, NB_EVFILT_TIMER, NB_EV_ADD, 0, 0, 10, 9}).error, 0);
    const auto room = client.room(sizeof(Event));
    EXPECT_EQ(client.call(NB_SYS___kevent50, {queue, 0, 0, room, 1, 0}).first, 1);
    EXPECT_EQ(client.value<Event>(room).userData, 9U);
    EXPECT_GE(client.value<Event>(room).data, 1);
    EXPECT_EQ(change({1, NB_EVFILT_TIMER, NB_EV_DELETE}).error, 0);
}

TEST_F(Kqueues, ErrorsOfChangesAreEventsWhereThereIsRoom)
{
    const auto changes = client.putValues<Event>({{99}, {readEnd, 77}});
    const auto room = client.room(2 * sizeof(Event));
    EXPECT_EQ(client.call(NB_SYS___kevent50, {queue, changes, 2, room, 2, 0}).first, 2);
    EXPECT_EQ(client.value<Event>(room).flags, static_cast<std::uint32_t>(NB_EV_ERROR));
    EXPECT_EQ(client.value<Event>(room).data, NB_EBADF);
    EXPECT_EQ(client.value<Event>(room + sizeof(Event)).data, NB_EINVAL);
    EXPECT_EQ(client.call(NB_SYS___kevent50, {queue, changes, 1, 0, 0, 0}).error, NB_EBADF);
    EXPECT_EQ(client.call(NB_SYS___kevent50, {readEnd, 0, 0, 0, 0, 0}).error, NB_EBADF);
    EXPECT_EQ(change({0}).error, NB_EOPNOTSUPP); // the console
    const auto file = client.open("/README", NB_O_RDONLY);
    EXPECT_EQ(change({file}).error, 0);
    EXPECT_EQ(change({file, NB_EVFILT_WRITE}).error, NB_EINVAL);
}

TEST_F(Kqueues, AreNotInherited)
{
    KernelClient child(kernel.url());
    child.fork(client.prefork());
    ASSERT_TRUE(child.receive());
    EXPECT_EQ(child.call(NB_SYS_fcntl, {queue, NB_F_GETFD, 0}).error, NB_EBADF);
    EXPECT_EQ(child.call(NB_SYS_fcntl, {readEnd, NB_F_GETFD, 0}).error, 0);
}

} // namespace
} // namespace rumpscope::test
