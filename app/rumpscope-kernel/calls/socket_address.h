// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses of sockets between the client's memory and ours.
#pragma once

#include "app/rumpscope-kernel/core/call.h"
#include "app/rumpscope-kernel/net/socket.h"

namespace rumpscope::kernel {

/// The socket a descriptor argument names: EBADF, ENOTSOCK.
[[nodiscard]] Outcome<std::shared_ptr<File>> socketFile(Call &call, std::size_t index);

/// A struct sockaddr of `length` bytes; its own length field is set to that. EINVAL for an impossible length.
[[nodiscard]] Task<Outcome<AddressBytes>> fetchAddress(Call &call, std::uint64_t address,
                                                       std::uint64_t length);
/// As much of a name as fits into `room` bytes; then its length to `lengthAddress`, where there is one.
[[nodiscard]] Task<Outcome<void>> giveAddress(Call &call, AddressBytes name, std::uint64_t address,
                                              std::uint64_t lengthAddress, std::uint32_t room);

} // namespace rumpscope::kernel
