// SPDX-License-Identifier: GPL-3.0-or-later
// kern.file2: the open descriptors of processes.
#include "app/rumpscope-kernel/core/kernel.h"
#include "app/rumpscope-kernel/sched/record.h"
#include "app/rumpscope-kernel/sysctl/tree.h"

#include <set>

namespace rumpscope::kernel {

namespace {

/// What a size estimate adds: ten elements.
constexpr std::size_t kSlackElements = 10;
constexpr std::uint32_t kLargestElement = 4096;

/// ki_vtype.
std::uint32_t vnodeType(const Inode &inode)
{
    switch (inode.kind()) {
    case Inode::Kind::Regular:
        return 1;
    case Inode::Kind::Directory:
        return 2;
    case Inode::Kind::BlockDevice:
        return 3;
    case Inode::Kind::Device:
        return 4;
    case Inode::Kind::Symlink:
        return 5;
    case Inode::Kind::Socket:
        return 6;
    case Inode::Kind::Fifo:
        return 7;
    }
    return 0;
}

/// f_flag as the kernel keeps it: access mode plus one.
std::uint32_t kernelFlags(std::uint32_t flags)
{
    return (flags & ~static_cast<std::uint32_t>(NB_O_ACCMODE)) | ((flags & NB_O_ACCMODE) + 1);
}

/// What is asked for: every open file once, or every descriptor of one process or of all.
bool isValid(std::int32_t kind, std::int32_t which)
{
    if (kind == NB_KERN_FILE_BYFILE)
        return which == 0;
    return kind == NB_KERN_FILE_BYPID && which >= -1; // 0 and -1: all processes
}

std::vector<std::byte> encode(const Process &process, std::int32_t fd, const Descriptor &descriptor,
                              std::size_t size)
{
    namespace at = layout::kinfo_file;
    const File &file = *descriptor.file;
    Record record(at::kSize);
    record.put(at::ki_flag, kernelFlags(file.flags()));
    record.put(at::ki_ftype, static_cast<std::uint32_t>(file.kind()));
    record.put(at::ki_count, static_cast<std::uint32_t>(descriptor.file.use_count()));
    record.put(at::ki_usecount, static_cast<std::uint32_t>(descriptor.file.use_count()));
    record.put(at::ki_foffset, file.position());
    if (const auto inode = file.inode()) {
        record.put(at::ki_vsize, inode->size());
        record.put(at::ki_vtype, vnodeType(*inode));
    }
    record.put(at::ki_pid, process.pid);
    record.put(at::ki_fd, fd);
    record.put<std::uint32_t>(at::ki_ofileflags, descriptor.closeOnExec ? 1 : 0);
    auto bytes = record.take();
    bytes.resize(size);
    return bytes;
}

} // namespace

/// The rest of the name: kind, pid (0, -1: all), size of an element, most elements.
Outcome<SysctlAnswer> listFiles(const Kernel &kernel, const SysctlQuestion &question)
{
    if (question.rest.size() != 4)
        return fail(NB_EINVAL);
    const auto elementSize = static_cast<std::uint32_t>(question.rest[2]);
    const auto most = static_cast<std::uint32_t>(question.rest[3]);
    const std::int32_t pid = question.rest[1];
    const bool valid = isValid(question.rest[0], pid) && question.rest[3] >= 0;
    if (!valid || elementSize == 0 || elementSize > kLargestElement)
        return fail(NB_EINVAL);
    const bool onceEach = question.rest[0] == NB_KERN_FILE_BYFILE;
    std::set<const File *> seen;
    SysctlAnswer answer;
    std::size_t needed = 0;
    for (const ProcessPtr &process : kernel.processes.newestFirst()) {
        if (pid > 0 && process->pid != pid)
            continue;
        for (const auto &[fd, descriptor] : process->descriptors.slots()) {
            if (onceEach && !seen.insert(descriptor.file.get()).second)
                continue;
            needed += elementSize;
            const bool fits = answer.size + elementSize <= question.room && answer.pieces.size() < most;
            if (question.sizeOnly || !fits)
                continue;
            answer.pieces.push_back(encode(*process, fd, descriptor, elementSize));
            answer.size += elementSize;
        }
    }
    answer.incomplete = !question.sizeOnly && needed > answer.size;
    if (question.sizeOnly)
        answer.size = needed + kSlackElements * elementSize;
    return answer;
}

} // namespace rumpscope::kernel
