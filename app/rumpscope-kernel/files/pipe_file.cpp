// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/files/pipe_file.h"

#include "app/rumpscope-kernel/core/call.h"
#include "app/rumpscope-kernel/proc/uio.h"
#include "app/rumpscope-kernel/vfs/stat_record.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

constexpr std::uint32_t kPipeBlockSize = 16384;

} // namespace

PipeFile::PipeFile(std::shared_ptr<Pipe> pipe, std::uint32_t flags, std::shared_ptr<Inode> fifo)
    : File(fifo ? Kind::Vnode : Kind::Pipe, flags)
    , m_pipe(std::move(pipe))
    , m_fifo(std::move(fifo))
{
    if (mayRead())
        m_pipe->addReader();
    if (mayWrite())
        m_pipe->addWriter();
}

PipeFile::~PipeFile()
{
    stopSignals();
    releaseFlock();
    if (mayRead())
        m_pipe->removeReader();
    if (mayWrite())
        m_pipe->removeWriter();
}

Task<Outcome<void>> PipeFile::read(Call &call, Uio &uio, std::optional<std::int64_t> /*offset*/)
{
    if (uio.left() == 0)
        co_return Outcome<void>();
    while (m_pipe->stored() == 0) {
        if (m_pipe->writers() == 0)
            co_return Outcome<void>(); // end of file
        if (nonBlocking())
            co_return fail(NB_EAGAIN);
        auto waited = co_await call.waitOn(m_pipe->readable);
        if (!waited)
            co_return waited;
    }
    // What is taken out cannot go back.
    auto checked = uio.check();
    while (checked && uio.left() > 0 && m_pipe->stored() > 0) {
        std::array<std::byte, kPageSize> page;
        const std::size_t wanted = std::min<std::uint64_t>(uio.left(), page.size());
        const std::size_t count = m_pipe->pull(std::span(page).first(wanted));
        auto stored = co_await uio.store(std::span(page).first(count));
        if (!stored)
            co_return stored;
        checked = uio.check();
    }
    co_return checked;
}

Task<Outcome<void>> PipeFile::waitForRoom(Call &call, std::size_t wanted)
{
    for (;;) {
        if (m_pipe->readers() == 0)
            co_return fail(NB_EPIPE);
        if (m_pipe->room() >= wanted)
            co_return Outcome<void>();
        if (nonBlocking())
            co_return fail(NB_EAGAIN);
        auto waited = co_await call.waitOn(m_pipe->writable);
        if (!waited)
            co_return waited;
    }
}

Task<Outcome<void>> PipeFile::write(Call &call, Uio &uio, std::optional<std::int64_t> /*offset*/)
{
    // A small write goes in whole or waits; of a large one, whatever fits.
    const std::size_t least = uio.left() <= Pipe::kAtomic ? uio.left() : 1;
    while (uio.left() > 0) {
        auto ready = co_await waitForRoom(call, least);
        if (!ready)
            co_return ready;
        std::array<std::byte, kPageSize> page;
        std::span<const std::byte> part = std::span(page).first(
            std::min({uio.left(), std::uint64_t{page.size()}, std::uint64_t{m_pipe->room()}}));
        auto fetched = co_await uio.fetch(std::span(page).first(part.size()));
        if (!fetched)
            co_return fetched;
        // Others may have written while the client handed its bytes over.
        while (!part.empty()) {
            ready = co_await waitForRoom(call, least == 1 ? 1 : part.size());
            if (!ready) {
                uio.notTaken(part.size());
                co_return ready;
            }
            part = part.subspan(m_pipe->push(part));
        }
    }
    co_return Outcome<void>();
}

std::uint32_t PipeFile::pollEvents() const
{
    std::uint32_t events = 0;
    if (mayRead() && (m_pipe->stored() > 0 || m_pipe->writers() == 0))
        events |= NB_POLLIN | NB_POLLRDNORM;
    if (mayRead() && m_pipe->writers() == 0)
        events |= NB_POLLHUP;
    if (mayWrite() && m_pipe->readers() == 0)
        events |= NB_POLLHUP | NB_POLLOUT | NB_POLLWRNORM; // a write would not wait: it fails
    else if (mayWrite() && m_pipe->room() >= Pipe::kAtomic)
        events |= NB_POLLOUT | NB_POLLWRNORM;
    return events;
}

std::vector<std::byte> PipeFile::stat() const
{
    return m_fifo ? encodeStat(*m_fifo)
                  : encodeNamelessStat({NB_S_IFIFO | 0600, m_pipe->stored(), kPipeBlockSize}, m_made);
}

} // namespace rumpscope::kernel
