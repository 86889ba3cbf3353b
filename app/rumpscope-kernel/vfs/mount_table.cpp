// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/mount_table.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

namespace rumpscope::kernel {

namespace {

/// Empties a tree without recursion: it may be deep.
void tearDown(DirectoryPtr root)
{
    std::vector<InodePtr> left{std::move(root)};
    while (!left.empty()) {
        const InodePtr inode = std::move(left.back());
        left.pop_back();
        if (inode->kind() != Inode::Kind::Directory)
            continue;
        for (auto &[position, entry] : static_cast<Directory &>(*inode).takeEntries())
            left.push_back(std::move(entry.inode));
    }
}

} // namespace

MountTable::MountTable(FileSystemLimits limits)
    : m_limits(limits)
    , m_pool(std::make_shared<Budget>(limits.bytes, limits.inodes + kMost))
{
    const auto fs = std::make_shared<FileSystem>("rumpfs", limits, m_nextDevice++, m_pool);
    auto root = std::move(*fs->makeDirectory());
    fs->mountedFrom = "rumpfs";
    fs->flags = NB_MNT_LOCAL | NB_MNT_ROOTFS;
    root->attributes.permissions = 0755;
    root->setParent(root);
    m_mounts.push_back({fs, std::move(root), nullptr});
}

MountTable::~MountTable()
{
    while (m_mounts.size() > 1)
        remove(m_mounts.back());
    tearDown(std::move(m_mounts.front().root));
}

Outcome<Mount *> MountTable::add(const DirectoryPtr &covered, FileSystemLimits limits,
                                 RootAttributes attributes)
{
    if (m_mounts.size() >= kMost)
        return fail(NB_ENOSPC);
    const auto fs = std::make_shared<FileSystem>("tmpfs", limits, m_nextDevice++, m_pool);
    auto root = fs->makeDirectory();
    if (!root)
        return pass(root);
    fs->mountedFrom = "tmpfs";
    fs->flags = NB_MNT_LOCAL;
    (*root)->attributes.permissions = attributes.permissions & 07777U;
    (*root)->attributes.user = attributes.user;
    (*root)->attributes.group = attributes.group;
    (*root)->setParent(covered->parent());
    (*root)->covers = covered;
    covered->mountedHere = *root;
    m_mounts.push_back({fs, std::move(*root), covered});
    return &m_mounts.back();
}

Mount *MountTable::find(const Inode &root)
{
    const auto found = std::find_if(m_mounts.begin(), m_mounts.end(),
                                    [&root](const Mount &mount) { return mount.root.get() == &root; });
    return found == m_mounts.end() ? nullptr : &*found;
}

bool MountTable::isBusy(const Mount &mount)
{
    constexpr long kRootReferences = 2; // the mount's, and the covered directory's
    if (mount.root.use_count() > kRootReferences)
        return true;
    std::unordered_set<const Inode *> seen{mount.root.get()};
    std::vector<const Directory *> left{mount.root.get()};
    while (!left.empty()) {
        const Directory *directory = left.back();
        left.pop_back();
        if (directory->mountedHere != nullptr)
            return true;
        for (const auto &[position, entry] : directory->entries()) {
            const Inode &inode = *entry.inode;
            if (static_cast<std::uint32_t>(entry.inode.use_count()) > inode.links)
                return true;
            if (seen.insert(&inode).second && inode.kind() == Inode::Kind::Directory)
                left.push_back(static_cast<const Directory *>(&inode));
        }
    }
    return seen.size() < mount.fs->budget.inodesUsed(); // something without a name is still open
}

void MountTable::remove(Mount &mount)
{
    mount.fs->gone = true;
    mount.covered->mountedHere.reset();
    tearDown(std::move(mount.root));
    m_mounts.remove_if([&mount](const Mount &other) { return &other == &mount; });
}

DirectoryPtr topmost(DirectoryPtr directory)
{
    while (directory->mountedHere != nullptr)
        directory = directory->mountedHere;
    return directory;
}

} // namespace rumpscope::kernel
