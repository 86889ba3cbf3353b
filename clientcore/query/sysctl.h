// SPDX-License-Identifier: BSD-2-Clause
// Values of sysctl(7), by number.
#pragma once

#include "clientcore/query/answer.h"
#include "clientcore/session/session.h"

#include <span>

namespace rumpscope::query {

using Mib = std::vector<std::int32_t>;

/// No value is taken that is longer than this, bytes.
inline constexpr std::size_t kLongestValue = 16U << 20;

/// The value, all of it: the kernel is asked for its size first, and again if
/// it has grown meanwhile. `given` is copied in as the new value where it is
/// not empty (the query nodes need that). `what` names it in errors. Calls are
/// marked as housekeeping.
[[nodiscard]] Answer<Bytes> readSysctl(session::Session &session, const Mib &mib, const std::string &what,
                                       std::span<const std::byte> given = {});
[[nodiscard]] Answer<void> writeSysctl(session::Session &session, const Mib &mib, const std::string &what,
                                       std::span<const std::byte> value);

} // namespace rumpscope::query
