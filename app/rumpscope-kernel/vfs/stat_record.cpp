// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/stat_record.h"

#include "app/rumpscope-kernel/sched/record.h"
#include "app/rumpscope-kernel/vfs/file_system.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

constexpr std::uint32_t kSector = 512;

std::uint64_t roundedUp(std::uint64_t size, std::uint64_t unit)
{
    return size / unit * unit + (size % unit == 0 ? 0 : unit);
}

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
    record.put<std::uint64_t>(layout::stat::st_dev, inode.fs().device);
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
    record.put<std::uint64_t>(
        layout::stat::st_blocks,
        (std::min(inode.storedBytes(), roundedUp(inode.size(), inode.fs().blockSize()))) / kSector);
    record.put<std::uint32_t>(layout::stat::st_blksize, inode.fs().blockSize());
    record.put<std::uint32_t>(layout::stat::st_flags, attributes.flags);
    return record.take();
}

std::vector<std::byte> encodeNamelessStat(const NamelessStat &what, const Timestamp &made)
{
    Record record(layout::stat::kSize);
    record.put(layout::stat::st_mode, what.mode);
    record.put(layout::stat::st_size, what.size);
    record.put(layout::stat::st_blksize, what.blockSize);
    putTime(record, layout::stat::st_atimespec, made);
    putTime(record, layout::stat::st_mtimespec, made);
    putTime(record, layout::stat::st_ctimespec, made);
    putTime(record, layout::stat::st_birthtimespec, made);
    return record.take();
}

} // namespace rumpscope::kernel
