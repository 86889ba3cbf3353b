// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/files/vnode_file.h"

#include "app/rumpscope-kernel/core/call.h"
#include "app/rumpscope-kernel/proc/uio.h"
#include "app/rumpscope-kernel/vfs/file_system.h"
#include "app/rumpscope-kernel/vfs/stat_record.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

constexpr std::uint64_t kPage = RegularFile::kPage;

/// Holds a file for one write; the next one waits.
class WriteHold
{
public:
    explicit WriteHold(RegularFile &file)
        : m_file(file)
    {
        m_file.writing = true;
    }
    WriteHold(const WriteHold &) = delete;
    WriteHold &operator=(const WriteHold &) = delete;
    ~WriteHold()
    {
        m_file.writing = false;
        m_file.writers.wakeAll();
    }

private:
    RegularFile &m_file;
};

std::uint64_t leftInPage(std::int64_t offset)
{
    return kPage - static_cast<std::uint64_t>(offset) % kPage;
}

} // namespace

VnodeFile::~VnodeFile()
{
    releaseFlock();
}

Task<Outcome<void>> VnodeFile::read(Call & /*call*/, Uio &uio, std::optional<std::int64_t> offset)
{
    if (m_inode->kind() != Inode::Kind::Regular)
        co_return fail(NB_EISDIR);
    if (isDead())
        co_return fail(NB_EIO);
    const auto file = std::static_pointer_cast<RegularFile>(m_inode);
    std::int64_t at = offset.value_or(m_position);
    std::array<std::byte, kPage> page;
    Outcome<void> outcome;
    while (uio.left() > 0 && outcome) {
        const std::uint64_t wanted = std::min(uio.left(), leftInPage(at));
        const std::size_t count =
            file->readPage(static_cast<std::uint64_t>(at), std::span(page).first(wanted));
        if (count == 0)
            break;
        outcome = co_await uio.store(std::span(page).first(count));
        at += outcome ? static_cast<std::int64_t>(count) : 0;
    }
    if (!offset)
        m_position = at;
    file->touchAccessed();
    co_return outcome;
}

Task<Outcome<void>> VnodeFile::write(Call &call, Uio &uio, std::optional<std::int64_t> offset)
{
    if (m_inode->kind() != Inode::Kind::Regular)
        co_return fail(NB_EISDIR);
    if (isDead())
        co_return fail(NB_EIO);
    const auto file = std::static_pointer_cast<RegularFile>(m_inode);
    while (file->writing) {
        auto waited = co_await call.waitOn(file->writers);
        if (!waited)
            co_return waited;
    }
    if (uio.left() == 0)
        co_return Outcome<void>();
    const WriteHold hold(*file);
    const std::int64_t begin =
        (flags() & NB_O_APPEND) != 0 ? static_cast<std::int64_t>(file->size()) : offset.value_or(m_position);
    auto outcome = checkSize(call, begin, uio.left());
    if (!outcome)
        co_return outcome;
    outcome = co_await writePages(uio, *file, begin);
    if (!offset)
        m_position = begin + static_cast<std::int64_t>(uio.moved());
    co_return outcome;
}

/// EFBIG, and a signal, for what would end beyond the largest file the process may write.
Outcome<void> VnodeFile::checkSize(Call &call, std::int64_t begin, std::uint64_t count)
{
    const std::uint64_t end = static_cast<std::uint64_t>(begin) + count; // both below 2^63
    if (end <= call.process->limits[NB_RLIMIT_FSIZE].soft && end <= RegularFile::kMaxSize)
        return {};
    call.memory.raise(NB_SIGXFSZ);
    return fail(NB_EFBIG);
}

/// The file grows first; when the client's memory fails it is as large as before.
Task<Outcome<void>> VnodeFile::writePages(Uio &uio, RegularFile &file, std::int64_t begin)
{
    const std::uint64_t before = file.size();
    const std::uint64_t end = static_cast<std::uint64_t>(begin) + uio.left();
    if (end > before) {
        auto grown = file.resize(end);
        if (!grown)
            co_return grown;
    }
    Outcome<void> outcome;
    std::array<std::byte, kPage> page;
    for (std::int64_t at = begin; uio.left() > 0;) {
        const std::uint64_t count = std::min(uio.left(), leftInPage(at));
        outcome = co_await uio.fetch(std::span(page).first(count));
        if (!outcome)
            break;
        file.writePage(static_cast<std::uint64_t>(at), std::span(page).first(count));
        at += static_cast<std::int64_t>(count);
    }
    if (!outcome && file.size() > before)
        static_cast<void>(file.resize(before)); // shrinking needs nothing
    file.touchModified();
    file.tell(NB_NOTE_WRITE | (file.size() > before ? NB_NOTE_EXTEND : 0U));
    co_return outcome;
}

bool VnodeFile::isDead() const
{
    return m_inode->fs().gone || m_inode->revocations != m_revocations;
}

std::uint32_t VnodeFile::pollEvents() const
{
    return NB_POLLIN | NB_POLLRDNORM | NB_POLLOUT | NB_POLLWRNORM;
}

Outcome<WaitQueue *> VnodeFile::watchedQueue(std::uint32_t filter)
{
    if (filter == NB_EVFILT_WRITE)
        return fail(NB_EINVAL);
    return &m_inode->events;
}

std::vector<std::byte> VnodeFile::stat() const
{
    return encodeStat(*m_inode);
}

} // namespace rumpscope::kernel
