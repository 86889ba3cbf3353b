// SPDX-License-Identifier: GPL-3.0-or-later
// What all sockets of a kernel share.
#pragma once

#include "app/rumpscope-kernel/net/network_settings.h"
#include "app/rumpscope-kernel/net/port_table.h"
#include "app/rumpscope-kernel/net/socket_list.h"

namespace rumpscope::kernel {

struct Network
{
    NetworkSettings settings;
    SocketList sockets;
    PortTable streamPorts{settings};
    PortTable datagramPorts{settings};
};

} // namespace rumpscope::kernel
