// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/core/call.h"

namespace rumpscope::kernel {

Outcome<FilePtr> Call::file(std::size_t index)
{
    FilePtr file = process->descriptors.file(integer(index));
    if (file == nullptr)
        return fail(NB_EBADF);
    m_descriptor = integer(index);
    m_file = file.get();
    return file;
}

bool Call::isClosedUnder() const
{
    return m_descriptor && process->descriptors.file(*m_descriptor).get() != m_file;
}

Outcome<PathContext> Call::pathsAt(std::int32_t directory) const
{
    if (directory == NB_AT_FDCWD)
        return paths();
    const FilePtr file = process->descriptors.file(directory);
    if (file == nullptr)
        return fail(NB_EBADF);
    const auto inode = file->inode();
    DirectoryPtr start; // none for other files: only relative paths mind
    if (inode != nullptr && inode->kind() == Inode::Kind::Directory)
        start = topmost(std::static_pointer_cast<Directory>(inode));
    return PathContext{process->root, std::move(start), process->credentials};
}

Task<Outcome<void>> Call::waitOn(WaitQueue &queue, std::optional<TimePoint> until)
{
    if (isClosedUnder())
        co_return fail(kRestart);
    const WaitQueue::Link link(queue, sleeper);
    ++process->sleeping;
    const auto reason = co_await sleeper.sleep(until);
    --process->sleeping;
    if (reason == Sleeper::Reason::Interrupted)
        co_return fail(NB_EINTR);
    if (reason == Sleeper::Reason::TimedOut)
        co_return fail(NB_EAGAIN);
    if (reason == Sleeper::Reason::ClosedUnder)
        co_return fail(kRestart);
    co_return Outcome<void>();
}

} // namespace rumpscope::kernel
