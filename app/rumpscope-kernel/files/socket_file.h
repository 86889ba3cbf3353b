// SPDX-License-Identifier: GPL-3.0-or-later
// A socket as an open file.
#pragma once

#include "app/rumpscope-kernel/net/socket.h"
#include "app/rumpscope-kernel/proc/file.h"
#include "app/rumpscope-kernel/sched/timestamp.h"

namespace rumpscope::kernel {

class SocketFile final : public File
{
public:
    /// `flags`: O_NONBLOCK and O_NOSIGPIPE.
    SocketFile(SocketPtr socket, std::uint32_t flags);
    ~SocketFile() override;

    Task<Outcome<void>> read(Call &call, Uio &uio, std::optional<std::int64_t> offset) override;
    Task<Outcome<void>> write(Call &call, Uio &uio, std::optional<std::int64_t> offset) override;
    [[nodiscard]] std::uint32_t pollEvents() const override { return m_socket->pollEvents(); }
    [[nodiscard]] WaitQueue *readQueue() override { return &m_socket->readable; }
    [[nodiscard]] WaitQueue *writeQueue() override { return &m_socket->writable; }
    [[nodiscard]] bool isAtEnd() const override { return m_socket->cannotReceive; }
    [[nodiscard]] bool isBroken() const override { return m_socket->cannotSend; }
    [[nodiscard]] std::int64_t readableCount() const override;
    [[nodiscard]] std::int64_t writableCount() const override;
    [[nodiscard]] std::vector<std::byte> stat() const override;
    [[nodiscard]] Socket *socket() override { return m_socket.get(); }
    void filesInQueue(std::vector<FilePtr> &files) const override;
    void dropQueue() override { m_socket->receive.clear(); }

    [[nodiscard]] const SocketPtr &shared() const { return m_socket; }

private:
    SocketPtr m_socket;
    Timestamp m_made = Timestamp::now();
};

} // namespace rumpscope::kernel
