// SPDX-License-Identifier: GPL-3.0-or-later
// Which internet sockets have which port.
#pragma once

#include "app/rumpscope-kernel/net/network_settings.h"
#include "app/rumpscope-kernel/sched/outcome.h"

#include <cstdint>
#include <map>
#include <memory>

namespace rumpscope::kernel {

class InetSocket;

/// IPv4 address and port, both in host byte order.
struct Endpoint
{
    std::uint32_t address = 0; ///< 0: any
    std::uint16_t port = 0;    ///< 0: none yet
    friend bool operator==(const Endpoint &, const Endpoint &) = default;
};

inline constexpr std::uint32_t kAnyAddress = 0;
inline constexpr std::uint32_t kLoopback = 0x7f000001;

/// One of these for streams, one for datagrams.
class PortTable
{
public:
    explicit PortTable(const NetworkSettings &settings)
        : m_settings(settings)
    {}

    /// EADDRINUSE when another has it, and does not share.
    [[nodiscard]] Outcome<void> add(const Endpoint &where, const std::shared_ptr<InetSocket> &socket);
    /// A port nobody has, among those only root may take where it is to be a low one; EAGAIN when there is
    /// none.
    [[nodiscard]] Outcome<std::uint16_t> freePort(bool low);
    void remove(std::uint16_t port, const InetSocket &socket);
    /// Whoever gets what is sent there: one bound to the address before one bound to any. Null: nobody.
    [[nodiscard]] std::shared_ptr<InetSocket> find(const Endpoint &where, const Endpoint &from) const;

private:
    std::multimap<std::uint16_t, std::weak_ptr<InetSocket>> m_sockets;
    const NetworkSettings &m_settings;
    std::int32_t m_lastPort = 65535;
    std::int32_t m_lastLow = 0;
};

} // namespace rumpscope::kernel
