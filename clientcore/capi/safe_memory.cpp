// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/capi/safe_memory.h"

#include <climits>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace rumpscope::capi {

namespace {

constexpr std::size_t kPage = kPageSize;

class KeptErrno
{
public:
    KeptErrno() = default;
    KeptErrno(const KeptErrno &) = delete;
    KeptErrno &operator=(const KeptErrno &) = delete;
    ~KeptErrno() { errno = m_errno; }

private:
    int m_errno = errno;
};

iovec vectorOf(std::uintptr_t address, std::size_t size)
{
    return {reinterpret_cast<void *>(address), size}; // NOLINT(performance-no-int-to-ptr): that is what it is
}

/// A pipe that takes the bytes and gives them back: write(2) and read(2) fail on a bad address, too. For
/// systems whose filters forbid process_vm_readv. At most PIPE_BUF bytes at a time, so that neither call
/// blocks.
bool throughPipe(std::uintptr_t from, std::uintptr_t to, std::size_t size)
{
    std::array<int, 2> ends{-1, -1};
    if (pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return false;
    bool good = true;
    while (good && size > 0) {
        const auto part = static_cast<ssize_t>(std::min<std::size_t>(size, PIPE_BUF));
        good = write(ends[1], vectorOf(from, 0).iov_base, static_cast<std::size_t>(part)) == part &&
               read(ends[0], vectorOf(to, 0).iov_base, static_cast<std::size_t>(part)) == part;
        from += static_cast<std::size_t>(part);
        to += static_cast<std::size_t>(part);
        size -= static_cast<std::size_t>(part);
    }
    close(ends[0]);
    close(ends[1]);
    return good;
}

using Transfer = ssize_t (*)(pid_t, const iovec *, unsigned long, const iovec *, unsigned long,
                             unsigned long);

/// `local` is ours and good, `remote` may be anything. `reading` tells the direction.
bool transfer(std::uintptr_t local, std::uintptr_t remote, std::size_t size, bool reading)
{
    const KeptErrno kept;
    const Transfer move = reading ? process_vm_readv : process_vm_writev;
    while (size > 0) {
        const iovec ours = vectorOf(local, size);
        const iovec theirs = vectorOf(remote, size);
        const ssize_t done = move(getpid(), &ours, 1, &theirs, 1, 0);
        if (done < 0 && (errno == ENOSYS || errno == EPERM))
            return reading ? throughPipe(remote, local, size) : throughPipe(local, remote, size);
        if (done <= 0)
            return false;
        local += static_cast<std::size_t>(done);
        remote += static_cast<std::size_t>(done);
        size -= static_cast<std::size_t>(done);
    }
    return true;
}

/// rt_sigprocmask(2) reads the new set before it finds that it does not know what to do with it.
bool canReadByte(std::uintptr_t address)
{
    constexpr int kNoSuchWay = -1;
    const std::uintptr_t word = address / sizeof(std::uint64_t) * sizeof(std::uint64_t);
    return ::syscall(SYS_rt_sigprocmask, kNoSuchWay, word, nullptr, sizeof(std::uint64_t)) == 0 ||
           errno != EFAULT;
}

/// futex(2) sets no bit of the word, as one operation that other threads' writes cannot come between.
bool canWriteByte(std::uintptr_t address)
{
    std::uint32_t nobody = 0;
    const std::uintptr_t word = address / sizeof nobody * sizeof nobody;
    return ::syscall(SYS_futex, &nobody, FUTEX_WAKE_OP_PRIVATE, 0, 0, word,
                     FUTEX_OP(FUTEX_OP_OR, 0, FUTEX_OP_CMP_EQ, 0)) >= 0 ||
           errno != EFAULT;
}

/// One byte of each page of [first, last], at most kMostAsked of them, in one system call.
constexpr std::size_t kMostAsked = 64;
bool canReadPages(std::uintptr_t first, std::uintptr_t last)
{
    std::array<iovec, kMostAsked> pages;
    std::array<char, kMostAsked> bytes;
    std::size_t count = 0;
    for (std::uintptr_t page = first; page <= last; page += kPage)
        pages[count++] = vectorOf(page, 1);
    const iovec ours{bytes.data(), count};
    const ssize_t got = process_vm_readv(getpid(), &ours, 1, pages.data(), count, 0);
    if (got >= 0 || errno == EFAULT)
        return got == static_cast<ssize_t>(count);
    for (std::uintptr_t page = first; page <= last; page += kPage) {
        if (!canReadByte(page))
            return false;
    }
    return true;
}

} // namespace

std::uintptr_t pageOf(std::uintptr_t address)
{
    return address / kPage * kPage;
}

bool canRead(std::uintptr_t address, std::size_t size)
{
    constexpr std::size_t kMostPages = 1024; // then the last: who sends more has sent these first
    if (size == 0)
        return true;
    const KeptErrno kept;
    const std::uintptr_t last = pageOf(address + size - 1);
    std::uintptr_t page = pageOf(address);
    if (!canReadByte(address) || (page != last && !canReadByte(last)))
        return false;
    for (std::size_t asked = 0; page < last && asked < kMostPages; asked += kMostAsked) {
        if (last - page <= kPage)
            break; // both have been asked about
        const std::uintptr_t end = std::min(last, page + (kMostAsked - 1) * kPage);
        if (!canReadPages(page, end))
            return false;
        page = end;
    }
    return true;
}

bool canWrite(std::uintptr_t address, std::size_t size)
{
    const KeptErrno kept;
    for (std::uintptr_t at = address; at - address < size; at = pageOf(at) + kPage) {
        if (!canWriteByte(at))
            return false;
    }
    return true;
}

bool makeWritable(std::uintptr_t begin, std::uintptr_t end)
{
    constexpr int kPopulateWrite = 23; // MADV_POPULATE_WRITE, Linux 5.14
    const KeptErrno kept;
    return ::madvise(vectorOf(begin, 0).iov_base, end - begin, kPopulateWrite) == 0;
}

bool readMemory(std::uintptr_t address, void *into, std::size_t size)
{
    return transfer(reinterpret_cast<std::uintptr_t>(into), address, size, true);
}

bool writeMemory(std::uintptr_t address, const void *from, std::size_t size)
{
    return transfer(reinterpret_cast<std::uintptr_t>(from), address, size, false);
}

std::size_t readString(std::uintptr_t address, char *into, std::size_t limit)
{
    std::size_t have = 0;
    while (have < limit) {
        // Never over the end of a page before the bytes of this one have been looked at.
        const std::size_t part = std::min(limit - have, kPage - (address + have) % kPage);
        if (!readMemory(address + have, into + have, part))
            return 0;
        if (const void *nul = std::memchr(into + have, 0, part))
            return static_cast<std::size_t>(static_cast<const char *>(nul) - into) + 1;
        have += part;
    }
    return limit;
}

} // namespace rumpscope::capi
