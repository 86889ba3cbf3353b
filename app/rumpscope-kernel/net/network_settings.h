// SPDX-License-Identifier: GPL-3.0-or-later
// What sysctl(3) sets for sockets that are made from then on.
#pragma once

#include "app/rumpscope-kernel/net/socket_options.h"
#include "app/rumpscope-kernel/sched/outcome.h"

#include <cstdint>

namespace rumpscope::kernel {

struct NetworkSettings
{
    std::int32_t streamSend = 32768; ///< net.inet.tcp.sendspace; bytes
    std::int32_t streamReceive = 32768;
    std::int32_t datagramSend = 9216;
    std::int32_t datagramReceive = 41600;
    std::int32_t firstFreePort = 49152; ///< net.inet.ip.anonportmin
    std::int32_t lastFreePort = 65535;
    std::int32_t largestBuffer = 262144; ///< kern.sbmax

    /// Of a new internet socket.
    [[nodiscard]] BufferSizes sizesOf(std::int32_t socketType) const
    {
        const bool isDatagram = socketType == NB_SOCK_DGRAM;
        return {static_cast<std::size_t>(isDatagram ? datagramSend : streamSend),
                static_cast<std::size_t>(isDatagram ? datagramReceive : streamReceive)};
    }
    /// Whether a buffer may have that size.
    [[nodiscard]] bool allows(std::size_t size) const
    {
        return size > 0 && size <= static_cast<std::size_t>(largestBuffer);
    }
};

} // namespace rumpscope::kernel
