// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/capi/safe_memory.h"

#include <climits>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

namespace rumpscope::capi {

namespace {

constexpr std::size_t kPage = 4096;

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

} // namespace

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
