// SPDX-License-Identifier: BSD-2-Clause
// How much of a pcapng file is sound.
#pragma once

#include "clientcore/recording/recording.h"

namespace rumpscope::trace {

/// Bytes up to and with the last whole block, 0 for an empty file: whatever a crash left behind it may be
/// cut off. An error for a file that is no recording from its first byte on, or cannot be read. Reads from
/// the descriptor's place, which should be the beginning.
[[nodiscard]] tl::expected<std::uint64_t, RecordingError> soundEnd(int fd, const std::string &path);

} // namespace rumpscope::trace
