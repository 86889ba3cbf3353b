// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/files/socket_file.h"

#include "app/rumpscope-kernel/files/socket_transfer.h"
#include "app/rumpscope-kernel/proc/uio.h"
#include "app/rumpscope-kernel/vfs/stat_record.h"

namespace rumpscope::kernel {

SocketFile::SocketFile(SocketPtr socket, std::uint32_t flags)
    : File(Kind::Socket, NB_O_RDWR | flags)
    , m_socket(std::move(socket))
{
    m_socket->open = true;
}

SocketFile::~SocketFile()
{
    stopSignals();
    m_socket->open = false;
    m_socket->close();
}

Task<Outcome<void>> SocketFile::read(Call &call, Uio &uio, std::optional<std::int64_t> /*offset*/)
{
    Received received;
    const SocketUse use{m_socket, nonBlocking(), 0};
    co_return co_await receive(call, use, uio, received);
}

Task<Outcome<void>> SocketFile::write(Call &call, Uio &uio, std::optional<std::int64_t> /*offset*/)
{
    Message message;
    const SocketUse use{m_socket, nonBlocking(), 0};
    co_return co_await send(call, use, uio, message);
}

std::int64_t SocketFile::readableCount() const
{
    return static_cast<std::int64_t>(m_socket->listening ? m_socket->pending.size() : m_socket->visible());
}

std::int64_t SocketFile::writableCount() const
{
    return static_cast<std::int64_t>(std::min(m_socket->sendSpace(), m_socket->sendLimit));
}

std::vector<std::byte> SocketFile::stat() const
{
    if (m_socket->domain != NB_AF_LOCAL)
        return encodeNamelessStat({NB_S_IFSOCK, 0, 0}, {});
    constexpr std::uint32_t kBlockSize = 4096;
    auto record = encodeNamelessStat({NB_S_IFSOCK, 0, kBlockSize}, m_made);
    std::fill_n(record.begin() + layout::stat::st_birthtimespec, layout::timespec::kSize, std::byte{0});
    return record;
}

void SocketFile::filesInQueue(std::vector<FilePtr> &files) const
{
    m_socket->receive.listFiles(files);
    for (const SocketPtr &waiting : m_socket->pending)
        waiting->receive.listFiles(files);
}

} // namespace rumpscope::kernel
