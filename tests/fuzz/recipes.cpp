// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/recipes.h"

#include "clientcore/abi/netbsd.h"
#include "tests/fuzz/lent_memory.h"

namespace rumpscope::fuzz {

using namespace abi; // NOLINT(google-build-using-namespace)

namespace {

using Kind = Ingredient::Kind;

constexpr Ingredient kFd{Kind::Descriptor, 0};
constexpr Ingredient kNull{};

constexpr Ingredient n(std::uint64_t value)
{
    return {Kind::Number, value};
}
constexpr Ingredient lent(std::uint64_t part)
{
    return {Kind::Lent, part};
}

constexpr Ingredient kPath = lent(part::kFile);
constexpr Ingredient kOther = lent(part::kOtherFile);
constexpr Ingredient kFolder = lent(part::kFolder);
constexpr Ingredient kBuffer = lent(part::kScratch);
constexpr Ingredient kInet = lent(part::kInetName);
constexpr Ingredient kLocal = lent(part::kLocalName);
constexpr Ingredient kLength = lent(part::kLength);
constexpr Ingredient kSoon = lent(part::kSoon);
constexpr Ingredient kNow = lent(part::kNow);

std::vector<Recipe> make()
{
    std::vector<Recipe> all{
        {NB_SYS_open, {kPath, n(NB_O_RDWR | NB_O_CREAT), n(0644)}},
        {NB_SYS_open, {kFolder, n(NB_O_RDONLY), n(0)}},
        {NB_SYS_mkdir, {kFolder, n(0755)}},
        {NB_SYS_link, {kPath, kOther}},
        {NB_SYS_rename, {kPath, kOther}},
        {NB_SYS_rename, {kOther, kPath}},
        {NB_SYS_unlink, {kPath}},
        {NB_SYS_rmdir, {kFolder}},
        {NB_SYS_read, {kFd, kBuffer, n(100)}},
        {NB_SYS_write, {kFd, kBuffer, n(5000)}},
        {NB_SYS_pwrite, {kFd, kBuffer, n(100), n(0), n(50)}},
        {NB_SYS_lseek, {kFd, n(0), n(3), n(NB_SEEK_SET)}},
        {NB_SYS_ftruncate, {kFd, n(0), n(100)}},
        {NB_SYS_fchmod, {kFd, n(0600)}},
        {NB_SYS___getdents30, {kFd, kBuffer, n(600)}},
        {NB_SYS_close, {kFd}},
        {NB_SYS_pipe, {}},
        {NB_SYS_fcntl, {kFd, n(NB_F_SETLK), lent(part::kRange)}},
        {NB_SYS_fcntl, {kFd, n(NB_F_SETLKW), lent(part::kRange)}},
        {NB_SYS_fcntl, {kFd, n(NB_F_SETFL), n(NB_O_NONBLOCK | NB_O_ASYNC)}},
        {NB_SYS_fcntl, {kFd, n(NB_F_SETOWN), n(2)}},
        {NB_SYS_flock, {kFd, n(NB_LOCK_EX)}},
        {NB_SYS___socket30, {n(NB_AF_INET), n(NB_SOCK_STREAM), n(0)}},
        {NB_SYS___socket30, {n(NB_AF_INET), n(NB_SOCK_DGRAM), n(0)}},
        {NB_SYS___socket30, {n(NB_AF_LOCAL), n(NB_SOCK_STREAM), n(0)}},
        {NB_SYS___socket30, {n(NB_AF_LOCAL), n(NB_SOCK_DGRAM), n(0)}},
        {NB_SYS_socketpair, {n(NB_AF_LOCAL), n(NB_SOCK_STREAM), n(0), kBuffer}},
        {NB_SYS_socketpair, {n(NB_AF_LOCAL), n(NB_SOCK_SEQPACKET), n(0), kBuffer}},
        {NB_SYS_bind, {kFd, kInet, n(16)}},
        {NB_SYS_bind, {kFd, kLocal, n(10)}},
        {NB_SYS_listen, {kFd, n(2)}},
        {NB_SYS_connect, {kFd, kInet, n(16)}},
        {NB_SYS_connect, {kFd, kLocal, n(10)}},
        {NB_SYS_accept, {kFd, kBuffer, kLength}},
        {NB_SYS_getsockname, {kFd, kBuffer, kLength}},
        {NB_SYS_getpeername, {kFd, kBuffer, kLength}},
        {NB_SYS_shutdown, {kFd, n(1)}},
        {NB_SYS_sendto, {kFd, kBuffer, n(100), n(0), kInet, n(16)}},
        {NB_SYS_recvfrom, {kFd, kBuffer, n(100), n(NB_MSG_DONTWAIT), kNull, kNull}},
        {NB_SYS_sendmsg, {kFd, lent(part::kMessage), n(0)}},
        {NB_SYS_recvmsg, {kFd, lent(part::kMessage), n(NB_MSG_DONTWAIT)}},
        {NB_SYS_setsockopt, {kFd, n(0xffff), n(NB_SO_RCVBUF), kLength, n(4)}},
        {NB_SYS_poll, {lent(part::kPolled), n(3), n(5)}},
        {NB_SYS___select50, {n(7), lent(part::kSet), kNull, kNull, kSoon}},
        {NB_SYS_kqueue, {}},
        {NB_SYS___kevent50, {kFd, kNull, n(0), kBuffer, n(4), kNow}},
        {NB_SYS___kevent50, {kFd, kNull, n(0), kBuffer, n(4), kNull}},
        {NB_SYS_timer_create, {n(0), lent(part::kSignal), kBuffer}},
        {NB_SYS___timer_settime50, {n(4), n(0), lent(part::kPeriod), kBuffer}},
        {NB_SYS_timer_delete, {n(4)}},
        {NB_SYS___setitimer50, {n(0), lent(part::kInterval), kBuffer}},
        {NB_SYS___mount50, {lent(part::kTmpfs), kFolder, n(0), lent(part::kMountArguments), n(40)}},
        {NB_SYS_unmount, {kFolder, n(NB_MNT_FORCE)}},
        {NB_SYS_revoke, {kPath}},
    };
    for (std::uint64_t i = 0; i < part::kEvents; ++i)
        all.push_back({NB_SYS___kevent50, {kFd, lent(part::kFirstEvent + i), n(1), kNull, n(0), kNull}});
    constexpr std::uint64_t kWords[] = {2, 8, 6, 4};
    for (std::uint64_t i = 0; i < part::kNames; ++i)
        all.push_back({NB_SYS___sysctl,
                       {lent(part::kFirstName + i), n(kWords[i]), kBuffer, lent(part::kRoom), kNull, n(0)}});
    all.push_back({NB_SYS___sysctl, {lent(part::kFirstName + 3), n(4), kNull, kNull, kLength, n(4)}});
    return all;
}

} // namespace

std::span<const Recipe> recipes()
{
    static const std::vector<Recipe> kAll = make();
    return kAll;
}

} // namespace rumpscope::fuzz
