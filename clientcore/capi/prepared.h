// SPDX-License-Identifier: BSD-2-Clause
// What rumpclient_prefork hands out. A handle is good for as long as the process it stands for waits in the
// kernel: until somebody has claimed or cancelled that. Handles therefore live in memory that forked children
// share, so that a child's claim gives back its parent's handle too, which no call in the parent would.
#pragma once

#include "clientcore/wire/payload.h"

#include <atomic>

/// rumpclient(3)'s opaque structure.
struct rumpclient_fork
{
    std::atomic<bool> taken{false};
    rumpscope::wire::Cookie cookie{};
};

/// Any thread, any process forked since, and handlers: nothing is locked.
namespace rumpscope::capi::prepared {

/// A handle without a cookie yet; null (and errno) if there is no memory, or kMost are in use.
[[nodiscard]] struct rumpclient_fork *take();
void giveBack(struct rumpclient_fork &handle);

/// Processes that wait to be claimed.
inline constexpr std::size_t kMost = 8192;

} // namespace rumpscope::capi::prepared
