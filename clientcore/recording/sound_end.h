// SPDX-License-Identifier: BSD-2-Clause
// How much of a pcapng file is sound.
#pragma once

#include "clientcore/recording/recording.h"

namespace rumpscope::trace {

/// Bytes up to and with the last whole block, 0 for an empty file: what a crash left of one more block behind
/// it may be cut off. An error, and nothing may be cut off, for a file that is no recording from its first
/// byte on, cannot be read, or has anything else wrong in it: there may be recorded calls behind the damage.
/// Moves the descriptor's place.
[[nodiscard]] tl::expected<std::uint64_t, RecordingError> soundEnd(int fd, const std::string &path);

} // namespace rumpscope::trace
