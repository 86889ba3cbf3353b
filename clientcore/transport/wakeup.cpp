// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/transport/wakeup.h"

#include "clientcore/transport/descriptor.h"

#include <cerrno>
#include <cstdint>
#include <sys/eventfd.h>
#include <unistd.h>

namespace rumpscope::transport {

Wakeup::Wakeup()
    : m_fd(aboveStandard(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)))
{}

Wakeup::~Wakeup()
{
    closeDescriptor(m_fd);
}

void Wakeup::signal() noexcept
{
    const int saved = errno;
    const std::uint64_t one = 1;
    // A full counter is still readable: the wait ends all the same.
    [[maybe_unused]] const auto written = ::write(m_fd, &one, sizeof one);
    errno = saved;
}

void Wakeup::clear() noexcept
{
    std::uint64_t count = 0;
    [[maybe_unused]] const auto got = ::read(m_fd, &count, sizeof count);
}

} // namespace rumpscope::transport
