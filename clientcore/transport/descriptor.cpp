// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/transport/descriptor.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace rumpscope::transport {

int aboveStandard(int fd) noexcept
{
    if (fd < 0 || fd > STDERR_FILENO)
        return fd;
    const int moved = ::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    closeDescriptor(fd);
    return moved;
}

void closeDescriptor(int fd) noexcept
{
    if (fd < 0)
        return;
    const int saved = errno;
    ::close(fd);
    errno = saved;
}

void setBlocking(int fd, bool blocking) noexcept
{
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags >= 0)
        ::fcntl(fd, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
}

} // namespace rumpscope::transport
