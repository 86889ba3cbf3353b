// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/statvfs_record.h"

#include "app/rumpscope-kernel/sched/record.h"
#include "app/rumpscope-kernel/vfs/path_walk.h"

namespace rumpscope::kernel {

namespace {

/// NetBSD's number of a kind of file system: its name's letters, folded.
std::uint32_t typeNumber(std::string_view name)
{
    std::uint32_t number = 0;
    for (const char letter : name)
        number = number << 2U ^ static_cast<std::uint8_t>(letter);
    return number;
}

} // namespace

std::vector<std::byte> encodeStatvfs(const FileSystem &fs)
{
    constexpr std::uint64_t kBlock = RegularFile::kPage;
    const Budget &budget = fs.budget;
    const std::uint64_t blocks = budget.bytesLimit() / kBlock;
    const std::uint64_t freeBlocks = (budget.bytesLimit() - budget.bytesUsed()) / kBlock;
    const std::uint64_t freeInodes = budget.inodesLimit() - budget.inodesUsed();
    Record record(layout::statvfs::kSize);
    record.put<std::uint64_t>(layout::statvfs::f_flag, fs.flags);
    record.put(layout::statvfs::f_fsid, fs.device);
    record.put(layout::statvfs::f_fsidx, static_cast<std::uint32_t>(fs.device));
    record.put(layout::statvfs::f_fsidx + sizeof(std::uint32_t), typeNumber(fs.type));
    record.put(layout::statvfs::f_bsize, kBlock);
    record.put(layout::statvfs::f_frsize, kBlock);
    record.put(layout::statvfs::f_iosize, kBlock);
    record.put(layout::statvfs::f_blocks, blocks);
    record.put(layout::statvfs::f_bfree, freeBlocks);
    record.put(layout::statvfs::f_bavail, freeBlocks);
    record.put(layout::statvfs::f_files, budget.inodesLimit());
    record.put(layout::statvfs::f_ffree, freeInodes);
    record.put(layout::statvfs::f_favail, freeInodes);
    record.put<std::uint64_t>(layout::statvfs::f_namemax, kMaxName);
    record.text(layout::statvfs::f_fstypename, 32, fs.type);
    record.text(layout::statvfs::f_mntonname, 1024, fs.mountedOn);
    record.text(layout::statvfs::f_mntfromname, 1024, fs.mountedFrom);
    return record.take();
}

} // namespace rumpscope::kernel
