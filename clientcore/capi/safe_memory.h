// SPDX-License-Identifier: BSD-2-Clause
// This process's own memory, read and written where the addresses may be anybody's: a bad one is an error,
// never a crash. No allocation, no locks; safe in signal handlers; errno is kept.
#pragma once

#include <cstddef>
#include <cstdint>

namespace rumpscope::capi {

/// Copies `size` bytes from `address`. False if not all of them can be read; `into` may then hold a part.
[[nodiscard]] bool readMemory(std::uintptr_t address, void *into, std::size_t size);
/// Copies `size` bytes to `address`. False if not all of them can be written; a part may be.
[[nodiscard]] bool writeMemory(std::uintptr_t address, const void *from, std::size_t size);

/// Reads a string of at most `limit` bytes, NUL included, into `into`. Returns how many bytes it has with its
/// NUL, `limit` without one if none was found, and 0 if it cannot be read that far.
[[nodiscard]] std::size_t readString(std::uintptr_t address, char *into, std::size_t limit);

/// Whether memory is there to be read, or written, without touching what it holds; the first byte of each
/// page is asked about. True where the host has no way to tell.
[[nodiscard]] bool canRead(std::uintptr_t address, std::size_t size);
[[nodiscard]] bool canWrite(std::uintptr_t address, std::size_t size);
/// The same about many pages in one system call, as if they were written; false where the host cannot do
/// that. Both addresses are whole pages.
[[nodiscard]] bool makeWritable(std::uintptr_t begin, std::uintptr_t end);
inline constexpr std::size_t kPageSize = 4096;
/// Where the page of `address` begins.
[[nodiscard]] std::uintptr_t pageOf(std::uintptr_t address);

/// One value of a structure in foreign hands; false if it cannot be read.
template<class Value>
[[nodiscard]] bool readValue(std::uintptr_t address, Value &value)
{
    return readMemory(address, &value, sizeof value);
}

} // namespace rumpscope::capi
