// SPDX-License-Identifier: BSD-2-Clause
// Memory that runs out, at every point where some is asked for.
#include "tests/capi/hostile_meeting.h"
#include "tests/capi/kernel_test.h"
#include "tests/support/process/counted_new.h"
#include "tests/support/process/open_descriptors.h"

#include <cstdlib>
#include <optional>
#include <rump/rumpclient.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
namespace rumpscope::test {
using FailingInLibrary = FailingAllocation; // the library's operator new is the program's
} // namespace rumpscope::test
#else
namespace {

thread_local std::size_t mallocs = 0;
thread_local std::optional<std::size_t> failingMalloc; ///< the count at which one fails

} // namespace

extern "C" {
void *__libc_malloc(std::size_t size); // NOLINT(bugprone-reserved-identifier)

void *malloc(std::size_t size)
{
    if (mallocs++ != failingMalloc)
        return __libc_malloc(size);
    errno = ENOMEM;
    return nullptr;
}
}

namespace rumpscope::test {

/// FailingAllocation for librumpclient, which has a C++ runtime of its own inside.
class FailingInLibrary
{
public:
    explicit FailingInLibrary(std::size_t before) { failingMalloc = mallocs + before; }
    ~FailingInLibrary() { failingMalloc.reset(); }
    FailingInLibrary(const FailingInLibrary &) = delete;
    FailingInLibrary &operator=(const FailingInLibrary &) = delete;
    [[nodiscard]] static bool happened() { return failingMalloc && mallocs > *failingMalloc; }
};

} // namespace rumpscope::test
#endif

namespace rumpscope::test {
namespace {

/// A number the catalog does not have: such a call may use all memory.
constexpr int kUnknownCall = 999;

class CapiNoMemory : public KernelTest
{
protected:
    [[nodiscard]] transport::ServerUrl address() const { return *transport::ServerUrl::parse(url()); }
};

TEST_F(CapiNoMemory, ABeginningThatFailsLeavesNothingOpen)
{
    const int before = openDescriptors();
    std::size_t failed = 0;
    for (bool happened = true; happened; ++failed) {
        capi::Client client;
        client.configure(address(), {});
        const FailingAllocation failing(failed);
        bool threw = false;
        try {
            EXPECT_EQ(client.guest(), 0);
        } catch (const std::bad_alloc &) {
            threw = true;
            EXPECT_EQ(openDescriptors(), before) << "with allocation " << failed;
        }
        EXPECT_EQ(threw, failing.happened());
        happened = failing.happened();
    }
    EXPECT_GT(failed, 3U);
}

TEST_F(CapiNoMemory, AReconnectIsAFailedAttempt)
{
    Guest guest(address(), {}, retry::Policy::once());
    const int before = openDescriptors();
    std::size_t failed = 0;
    for (bool happened = true; happened; ++failed) {
        ASSERT_EQ(guest.call(kGetpid).error, 0);
        server().kill();
        server().start();
        const FailingAllocation failing(failed);
        const Result result = guest.call(kGetpid);
        happened = failing.happened();
        EXPECT_EQ(result.error, happened ? ENOTCONN : 0) << "with allocation " << failed;
    }
    EXPECT_GT(failed, 3U);
    EXPECT_EQ(openDescriptors(), before);
}

TEST_F(CapiNoMemory, IsAnErrorNumberToAProgramInC)
{
    ::setenv("RUMP_SERVER", url().c_str(), 1);
    std::size_t failed = 0;
    for (bool happened = true; happened; ++failed) {
        const FailingInLibrary failing(failed);
        const int begun = rumpclient_init();
        happened = failing.happened();
        EXPECT_EQ(begun, happened ? -1 : 0);
        if (happened) {
            EXPECT_EQ(errno, ENOMEM) << "with allocation " << failed;
        }
    }
    EXPECT_GT(failed, 3U);
    ::unsetenv("RUMP_SERVER");
}

TEST_F(CapiGuard, WithoutMemoryForACopyTheConnectionIsLost)
{
    const auto withoutMemory = [](Guest &guest) {
        const FailingAllocation failing(0);
        const Result result = guest.call(kUnknownCall);
        EXPECT_TRUE(failing.happened());
        return result;
    };
    EXPECT_EQ(meet(
                  [this](Peer &peer) {
                      copyIn(peer, addressOf(secret.data()), secret.size());
                      peer.expectEnd();
                  },
                  withoutMemory)
                  .error,
              ENOTCONN);
    EXPECT_THAT(said, testing::HasSubstr("there is no memory for what it sent"));
}

} // namespace
} // namespace rumpscope::test
