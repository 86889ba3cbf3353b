// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/stat_record.h"

#include "app/rumpscope-kernel/sched/record.h"

namespace rumpscope::kernel {

namespace {

/// st_dev of the one file system there is.
constexpr std::uint64_t kFileSystemDevice = 0xab01;
constexpr std::uint32_t kBlockSize = 512;
constexpr std::uint32_t kPipeBlockSize = 16384;

void putTime(Record &record, std::size_t offset, const Timestamp &time)
{
    record.put(offset + layout::timespec::tv_sec, time.seconds);
    record.put(offset + layout::timespec::tv_nsec, time.nanoseconds);
}

} // namespace

std::vector<std::byte> encodeStat(const Inode &inode)
{
    const Attributes &attributes = inode.attributes;
    Record record(layout::stat::kSize);
    record.put<std::uint64_t>(layout::stat::st_dev, kFileSystemDevice);
    record.put<std::uint32_t>(layout::stat::st_mode, inode.typeBits() | attributes.permissions);
    record.put<std::uint64_t>(layout::stat::st_ino, inode.number());
    record.put<std::uint32_t>(layout::stat::st_nlink, inode.linkCount());
    record.put<std::uint32_t>(layout::stat::st_uid, attributes.user);
    record.put<std::uint32_t>(layout::stat::st_gid, attributes.group);
    record.put<std::uint64_t>(layout::stat::st_rdev, inode.device());
    putTime(record, layout::stat::st_atimespec, attributes.accessed);
    putTime(record, layout::stat::st_mtimespec, attributes.modified);
    putTime(record, layout::stat::st_ctimespec, attributes.changed);
    putTime(record, layout::stat::st_birthtimespec, attributes.born);
    record.put<std::uint64_t>(layout::stat::st_size, inode.size());
    record.put<std::uint64_t>(layout::stat::st_blocks, (inode.storedBytes() + kBlockSize - 1) / kBlockSize);
    record.put<std::uint32_t>(layout::stat::st_blksize, kBlockSize);
    record.put<std::uint32_t>(layout::stat::st_flags, attributes.flags);
    return record.take();
}

std::vector<std::byte> encodePipeStat(std::uint64_t stored, const Timestamp &made)
{
    Record record(layout::stat::kSize);
    record.put<std::uint32_t>(layout::stat::st_mode, NB_S_IFIFO | 0600);
    record.put<std::uint64_t>(layout::stat::st_size, stored);
    record.put<std::uint32_t>(layout::stat::st_blksize, kPipeBlockSize);
    putTime(record, layout::stat::st_atimespec, made);
    putTime(record, layout::stat::st_mtimespec, made);
    putTime(record, layout::stat::st_ctimespec, made);
    putTime(record, layout::stat::st_birthtimespec, made);
    return record.take();
}

} // namespace rumpscope::kernel
