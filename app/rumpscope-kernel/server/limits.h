// SPDX-License-Identifier: GPL-3.0-or-later
// What one client may cost us. None of these can be reached by a client that behaves.
#pragma once

#include <cstddef>
#include <cstdint>

namespace rumpscope::kernel {

/// Clients at once, as the real server has slots, where no other number is asked for; the next one is
/// accepted and closed.
inline constexpr std::size_t kMaxClients = 255;
/// Longest frame a client may send. The longest that makes sense is the answer to the COPYIN of the largest
/// poll(2), some 35 KiB.
inline constexpr std::uint64_t kFrameLimit = 256U << 10;
/// Unread answers of one client, in bytes: beyond it we stop reading from it, and its calls stop copying out.
inline constexpr std::size_t kUnreadLimit = 256U << 10;
/// Unread answers of all clients together: beyond it each may leave only its share unread.
inline constexpr std::size_t kUnreadTotal = 32U << 20;
inline constexpr std::size_t kUnreadShare = 16U << 10;
/// Calls of one client under way or waiting for a worker; the next one is told to try again. More than there
/// are workers, so that a client sees what the real server does when all are blocked: the next call of
/// anybody waits.
inline constexpr std::size_t kMaxCalls = 160;

} // namespace rumpscope::kernel
