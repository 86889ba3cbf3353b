// SPDX-License-Identifier: BSD-2-Clause
// File descriptors as every socket of ours has them: close-on-exec, never 0, 1 or 2.
#pragma once

namespace rumpscope::transport {

/// Moves a descriptor of ours above 2, so that a program that closed its standard streams never finds our
/// socket there. Takes `fd` over; returns -1 and sets errno when the table is full (fd is closed then). -1
/// passes through.
[[nodiscard]] int aboveStandard(int fd) noexcept;

/// close(2) once; -1 is ignored. Keeps errno.
void closeDescriptor(int fd) noexcept;

/// Sets or clears O_NONBLOCK.
void setBlocking(int fd, bool blocking) noexcept;

} // namespace rumpscope::transport
