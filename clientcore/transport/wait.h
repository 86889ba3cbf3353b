// SPDX-License-Identifier: BSD-2-Clause
// The one poll(2) of this layer.
#pragma once

#include "clientcore/transport/stream.h"

namespace rumpscope::transport {

/// Waits until `fd` (-1: none) shows one of `events`, or until the deadline (Timeout) or the wakeup (Woken).
[[nodiscard]] tl::expected<void, StreamError> waitFor(int fd, short events, Deadline deadline,
                                                      const Wakeup *wake, const std::string &doing);

} // namespace rumpscope::transport
