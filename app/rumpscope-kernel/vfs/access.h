// SPDX-License-Identifier: GPL-3.0-or-later
// Permission checks.
#pragma once

#include "app/rumpscope-kernel/vfs/credentials.h"
#include "app/rumpscope-kernel/vfs/inode.h"

namespace rumpscope::kernel {

enum Want : unsigned { WantExecute = 1, WantWrite = 2, WantRead = 4 };

// File flags of chflags(2).
inline constexpr std::uint32_t kUserImmutable = 0x2;
inline constexpr std::uint32_t kUserAppend = 0x4;
inline constexpr std::uint32_t kUserFlags = 0xffff;
inline constexpr std::uint32_t kSystemImmutable = 0x20000;
inline constexpr std::uint32_t kSystemAppend = 0x40000;
inline constexpr std::uint32_t kImmutable = kUserImmutable | kSystemImmutable;
inline constexpr std::uint32_t kAppend = kUserAppend | kSystemAppend;

/// Whether the effective user may do all of `want` (Want bits). EROFS and EPERM (immutable) for writers, then
/// EACCES; root may, except execute a plain file nobody may execute.
[[nodiscard]] Outcome<void> permits(const Credentials &who, const Inode &inode, unsigned want);
/// Whether `who` may change permissions, times and the like.
[[nodiscard]] inline bool owns(const Credentials &who, const Inode &inode)
{
    return who.isRoot() || who.effectiveUser == inode.attributes.user;
}
/// Before an attribute is changed: EROFS, and EPERM for what is immutable or append-only.
[[nodiscard]] Outcome<void> mayChangeAttributes(const Inode &inode);

} // namespace rumpscope::kernel
