// SPDX-License-Identifier: GPL-3.0-or-later
// Sending and receiving, for every call that does.
#pragma once

#include "app/rumpscope-kernel/core/call.h"
#include "app/rumpscope-kernel/net/socket.h"
#include "app/rumpscope-kernel/proc/uio.h"

namespace rumpscope::kernel {

/// Over which socket, and how.
struct SocketUse
{
    SocketPtr socket;
    bool nonBlocking = false;
    std::uint32_t flags = 0; ///< MSG_...
};

struct Message
{
    AddressBytes to; ///< empty: the peer
    std::unique_ptr<Rights> rights;
};

struct Received
{
    AddressBytes from; ///< of a datagram
    std::unique_ptr<Rights> rights;
    std::uint32_t flags = 0; ///< MSG_TRUNC
};

/// What `uio` has. EPIPE without a signal: whoever calls raises it.
[[nodiscard]] Task<Outcome<void>> send(Call &call, SocketUse use, Uio &uio, Message &message);
/// Into `uio`, as much as there is; nothing moved and no error is the end of the stream.
[[nodiscard]] Task<Outcome<void>> receive(Call &call, SocketUse use, Uio &uio, Received &received);

} // namespace rumpscope::kernel
