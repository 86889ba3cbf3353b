// SPDX-License-Identifier: BSD-2-Clause
// A program's bad pointer: the call fails with NetBSD's EFAULT, the line names the program, and the process
// goes on.
#include "clientcore/abi/netbsd.h"
#include "tests/capi/hostile_meeting.h"

#include <sys/mman.h>
#include <unistd.h>

namespace rumpscope::test {
namespace {

using abi::NB_EFAULT;
using testing::HasSubstr;
using testing::Not;

class CapiBadPointers : public testing::Test
{
protected:
    CapiBadPointers()
        : page(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)))
        , map(static_cast<char *>(
              ::mmap(nullptr, 4 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)))
    {
        ::munmap(map + 2 * page, page); // between good memory
        ::mprotect(map + 3 * page, page, PROT_READ);
    }
    ~CapiBadPointers() override { ::munmap(map, 4 * page); }
    CapiBadPointers(const CapiBadPointers &) = delete;
    CapiBadPointers &operator=(const CapiBadPointers &) = delete;

    /// `call` fails with EFAULT while the server does `serve`, and the next call works. With no `serve` the
    /// call does not reach the server.
    void expectFault(const std::function<void(Peer &)> &serve, int number,
                     std::initializer_list<std::uint64_t> words)
    {
        ScriptedServer server([&](ScriptedServer &self) {
            Peer peer = self.accept();
            welcome(peer);
            if (serve) {
                const auto request = peer.call(static_cast<std::uint32_t>(number));
                serve(peer);
                peer.answer(request, 0, 8);
            }
            peer.answer(peer.call(kGetpid), 0, 7);
        });
        Guest guest(server.url());
        testing::internal::CaptureStderr();
        EXPECT_EQ(guest.call(number, words).error, NB_EFAULT);
        EXPECT_EQ(guest.call(kGetpid), (Result{0, 7})) << "the process has its kernel";
        said = testing::internal::GetCapturedStderr();
        EXPECT_EQ(server.finish(), "");
        EXPECT_THAT(said, HasSubstr("rumpclient: the program gave "));
        EXPECT_THAT(said, HasSubstr("a bad pointer"));
        EXPECT_THAT(said, Not(HasSubstr("trust")));
    }

    std::size_t page;
    char *map;
    std::string said;
};

TEST_F(CapiBadPointers, AreFoundBeforeTheKernelAsks)
{
    expectFault(nullptr, abi::NB_SYS_write, {1, 16, 8});
    EXPECT_THAT(said, HasSubstr("write (system call 4) a bad pointer: the memory at 0x10 is not there"));
    expectFault(nullptr, abi::NB_SYS_write, {1, ~std::uint64_t{0} - 15, 8});
    expectFault(nullptr, abi::NB_SYS_write, {1, addressOf(map + 2 * page), 8});
    expectFault(nullptr, abi::NB_SYS_bind, {3, 0xdead000, 16});
    for (const int number : {abi::NB_SYS_read, abi::NB_SYS_write})
        expectFault(nullptr, number, {1, ~std::uint64_t{0}, 8});
    expectFault(nullptr, abi::NB_SYS_open, {~std::uint64_t{0}, 0, 0});
}

TEST_F(CapiBadPointers, AreFoundInTheMiddleAndAtTheEndOfABuffer)
{
    expectFault(nullptr, abi::NB_SYS_write, {1, addressOf(map + 2 * page - 4), 8});
    expectFault(nullptr, abi::NB_SYS_write, {1, addressOf(map), 4 * page});
    expectFault(nullptr, abi::NB_SYS_write, {1, addressOf(map), 1 << 30});
}

TEST_F(CapiBadPointers, OfPathsFailTheCallWhateverTheKernelMakesOfIt)
{
    const auto asksForPath = [](std::uint64_t address) {
        return [address](Peer &peer) {
            peer.send([&](wire::FrameWriter &writer) { writer.copyInStr(80, {1024, address}); });
            EXPECT_EQ(copiedIn(peer), "");
        };
    };
    expectFault(asksForPath(16), abi::NB_SYS_open, {16, 0, 0});
    EXPECT_THAT(said, HasSubstr("open (system call 5)"));
    std::memset(map, 'x', 2 * page);
    const std::uint64_t open = addressOf(map + 2 * page - 4);
    expectFault(asksForPath(open), abi::NB_SYS_open, {open, 0, 0});
}

TEST_F(CapiBadPointers, ToWhichTheKernelWritesAreLeftAlone)
{
    const auto writes = [](std::uint64_t address) {
        return [address](Peer &peer) { copyOut(peer, address, "12345678"); };
    };
    expectFault(writes(16), abi::NB_SYS_read, {1, 16, 8});
    EXPECT_THAT(said, HasSubstr("read (system call 3)"));
    const std::uint64_t readOnly = addressOf(map + 3 * page);
    expectFault(writes(readOnly), abi::NB_SYS_read, {1, readOnly, 8});
    const std::uint64_t across = addressOf(map + 2 * page - 4);
    expectFault(writes(across), abi::NB_SYS_read, {1, across, 8});
    expectFault(
        [&](Peer &peer) {
            const std::string bytes(page, 'x');
            for (std::size_t i = 0; i < 4; ++i)
                copyOut(peer, addressOf(map) + i * page, bytes);
        },
        abi::NB_SYS_read, {1, addressOf(map), 4 * page});
    EXPECT_EQ(std::string(map, 2 * page), std::string(2 * page, 'x')) << "what is there has been written";
}

TEST_F(CapiBadPointers, GoodMemoryThatIsGoneAtTheNextCallIsFoundAgain)
{
    ScriptedServer server([&](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        for (int i = 0; i < 2; ++i) {
            const auto request = peer.call(abi::NB_SYS_read);
            copyOut(peer, addressOf(map), "12345678");
            peer.answer(request, 0, 8);
        }
    });
    Guest guest(server.url());
    EXPECT_EQ(guest.call(abi::NB_SYS_read, {1, addressOf(map), 8}), (Result{0, 8}));
    ::mprotect(map, page, PROT_NONE);
    testing::internal::CaptureStderr();
    EXPECT_EQ(guest.call(abi::NB_SYS_read, {1, addressOf(map), 8}).error, NB_EFAULT);
    (void)testing::internal::GetCapturedStderr();
    EXPECT_EQ(server.finish(), "");
}

} // namespace
} // namespace rumpscope::test
