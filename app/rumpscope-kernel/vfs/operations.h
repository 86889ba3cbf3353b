// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done to names: the file system's half of mkdir, link, rename and their kind.
#pragma once

#include "app/rumpscope-kernel/vfs/file_system.h"
#include "app/rumpscope-kernel/vfs/path_walk.h"

#include <optional>

namespace rumpscope::kernel {

/// Gives a fresh inode its owner and permissions and enters it at a place that has none. ENOENT when the
/// parent was removed, EACCES without write permission.
[[nodiscard]] Outcome<void> enter(const PathContext &context, const Place &place, const InodePtr &inode,
                                  std::uint32_t permissions);

/// Whether a file system is mounted there: its name cannot go.
[[nodiscard]] bool isMountedRoot(const Inode &inode);
/// Write permission on the directory and, where it is sticky, ownership; EPERM for what is immutable.
[[nodiscard]] Outcome<void> mayRemove(const Credentials &who, const Place &place);

[[nodiscard]] Outcome<void> makeDirectory(const PathContext &context, std::string_view path,
                                          std::uint32_t permissions);
[[nodiscard]] Outcome<void> makeSymlink(const PathContext &context, std::string target,
                                        std::string_view path);
struct NodeRequest
{
    std::uint32_t type = 0; ///< S_IFIFO, S_IFCHR, S_IFBLK or S_IFREG; EINVAL for others
    std::uint32_t permissions = 0;
    std::uint64_t device = 0;
};
[[nodiscard]] Outcome<void> makeNode(const PathContext &context, std::string_view path, NodeRequest wanted);
/// The name of a local socket; EADDRINUSE where there is something already.
[[nodiscard]] Outcome<std::shared_ptr<SocketNode>>
makeSocketNode(const PathContext &context, std::string_view path, std::uint32_t permissions);
[[nodiscard]] Outcome<void> makeLink(const InodePtr &inode, const PathContext &context,
                                     std::string_view path);
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
/// What becomes of the set-id bits: NetBSD's chown(2) clears that of what changes, POSIX's clears both unless
/// root calls.
enum class SetIdRule { NetBsd, Posix };
[[nodiscard]] Outcome<void> changeOwner(const Credentials &who, Inode &inode, Ownership owner,
                                        SetIdRule rule);
[[nodiscard]] Outcome<void> changeFlags(const Credentials &who, Inode &inode, std::uint32_t flags);
struct NewTimes
{
    std::optional<Timestamp> accessed; ///< none: stays
    std::optional<Timestamp> modified;
    bool toNow = false; ///< both are the current time: write permission is enough
};
[[nodiscard]] Outcome<void> changeTimes(const Credentials &who, Inode &inode, const NewTimes &times);
/// truncate(2) and ftruncate(2), once the caller may write.
[[nodiscard]] Outcome<void> setSize(Inode &inode, std::int64_t size);

} // namespace rumpscope::kernel
