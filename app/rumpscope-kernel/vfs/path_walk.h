// SPDX-License-Identifier: GPL-3.0-or-later
// From a path to what it names.
#pragma once

#include "app/rumpscope-kernel/vfs/credentials.h"
#include "app/rumpscope-kernel/vfs/directory.h"

#include <string>
#include <string_view>

namespace rumpscope::kernel {

/// Where a path begins and who asks.
struct PathContext
{
    DirectoryPtr root;
    DirectoryPtr start; ///< of relative paths; null where these are ENOTDIR
    const Credentials &who;
};

/// What a path names, and where that name is or would be.
struct Place
{
    DirectoryPtr parent;
    std::string name;            ///< the last component; empty for "/" and what ends in it
    InodePtr inode;              ///< null: nothing has the name, but the parent is there
    bool wantsDirectory = false; ///< a slash came last

    /// Whether it is a real entry of parent, not ".", ".." or the root.
    [[nodiscard]] bool isEntry() const { return !name.empty() && name != "." && name != ".."; }
};

enum class LastLink { Follow, Keep };

inline constexpr std::size_t kMaxName = 255;
inline constexpr int kMaxLinks = 32;

/// ENOENT when a directory on the way is missing (a missing last component is a Place without inode),
/// ENOTDIR, EACCES, ELOOP, ENAMETOOLONG.
[[nodiscard]] Outcome<Place> walk(const PathContext &context, std::string_view path, LastLink last);
/// walk(), and ENOENT when nothing has the name.
[[nodiscard]] Outcome<InodePtr> find(const PathContext &context, std::string_view path,
                                     LastLink last = LastLink::Follow);

/// Whether `directory` is `root` or lies below it.
[[nodiscard]] bool isUnder(const DirectoryPtr &directory, const DirectoryPtr &root);
/// The path of a directory from `root`; ENOENT when it was removed, ERANGE
/// when it is longer than any buffer should be.
[[nodiscard]] Outcome<std::string> pathOf(const DirectoryPtr &root, const DirectoryPtr &directory);

} // namespace rumpscope::kernel
