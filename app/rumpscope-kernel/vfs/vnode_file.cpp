// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/vnode_file.h"

#include "app/rumpscope-kernel/calls/call.h"
#include "app/rumpscope-kernel/calls/uio.h"
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

Task<Outcome<void>> VnodeFile::read(Call & /*call*/, Uio &uio, std::optional<std::int64_t> offset)
{
    if (m_inode->kind() != Inode::Kind::Regular)
        co_return fail(NB_EISDIR);
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
    const auto file = std::static_pointer_cast<RegularFile>(m_inode);
    while (file->writing) {
        auto waited = co_await call.waitOn(file->writers);
        if (!waited)
            co_return waited;
    }
    const WriteHold hold(*file);
    std::int64_t at = offset.value_or(m_position);
    if ((flags() & NB_O_APPEND) != 0)
        at = static_cast<std::int64_t>(file->size());
    auto outcome = co_await writePages(uio, *file, at);
    if (!offset)
        m_position = at;
    co_return outcome;
}

Task<Outcome<void>> VnodeFile::writePages(Uio &uio, RegularFile &file, std::int64_t &at)
{
    std::array<std::byte, kPage> page;
    while (uio.left() > 0) {
        const std::uint64_t count = std::min(uio.left(), leftInPage(at));
        if (at > INT64_MAX - static_cast<std::int64_t>(count))
            co_return fail(NB_EFBIG);
        auto fetched = co_await uio.fetch(std::span(page).first(count));
        if (!fetched)
            co_return fetched;
        auto written = file.writePage(static_cast<std::uint64_t>(at), std::span(page).first(count));
        if (!written)
            co_return written;
        at += static_cast<std::int64_t>(count);
        file.touchModified();
    }
    co_return Outcome<void>();
}

std::uint32_t VnodeFile::pollEvents() const
{
    return NB_POLLIN | NB_POLLRDNORM | NB_POLLOUT | NB_POLLWRNORM;
}

std::vector<std::byte> VnodeFile::stat() const
{
    return encodeStat(*m_inode);
}

} // namespace rumpscope::kernel
