// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done to names: the file system's half of mkdir, link, rename and their kind.
#pragma once

#include "app/rumpscope-kernel/vfs/file_system.h"
#include "app/rumpscope-kernel/vfs/path_walk.h"

namespace rumpscope::kernel {

/// Gives a fresh inode its owner and permissions and enters it at a place that has none. ENOENT when the
/// parent was removed, EACCES without write permission.
[[nodiscard]] Outcome<void> enter(const PathContext &context, const Place &place, InodePtr inode,
                                  std::uint32_t permissions);

[[nodiscard]] Outcome<void> makeDirectory(FileSystem &fs, const PathContext &context, std::string_view path,
                                          std::uint32_t permissions);
[[nodiscard]] Outcome<void> makeSymlink(FileSystem &fs, const PathContext &context, std::string target,
                                        std::string_view path);
/// `type` is S_IFIFO, S_IFCHR or S_IFREG.
[[nodiscard]] Outcome<void> makeNode(FileSystem &fs, const PathContext &context, std::string_view path,
                                     std::uint32_t type, std::uint32_t permissions, std::uint64_t device);
[[nodiscard]] Outcome<void> makeLink(const PathContext &fromContext, std::string_view from,
                                     const PathContext &toContext, std::string_view to, LastLink followFrom);
[[nodiscard]] Outcome<void> removeFile(const PathContext &context, std::string_view path);
[[nodiscard]] Outcome<void> removeDirectory(const PathContext &context, std::string_view path);
/// Two names of one file: NetBSD's rename(2) removes the first, POSIX's (`keepBoth`) does nothing.
[[nodiscard]] Outcome<void> renameEntry(const PathContext &fromContext, std::string_view from,
                                        const PathContext &toContext, std::string_view to, bool keepBoth);

struct Ownership
{
    std::uint32_t user = ~0U; ///< -1: stays
    std::uint32_t group = ~0U;
};
[[nodiscard]] Outcome<void> changeMode(const Credentials &who, Inode &inode, std::uint32_t mode);
[[nodiscard]] Outcome<void> changeOwner(const Credentials &who, Inode &inode, Ownership owner);
/// truncate(2) and ftruncate(2), once the caller may write.
[[nodiscard]] Outcome<void> setSize(Inode &inode, std::int64_t size);

} // namespace rumpscope::kernel
