// SPDX-License-Identifier: GPL-3.0-or-later
// The socket of one client.
#pragma once

#include "app/rumpscope-kernel/server/client.h"
#include "clientcore/wire/frame_reader.h"

#include <asio/generic/stream_protocol.hpp>
#include <asio/io_context.hpp>

#include <functional>

namespace rumpscope::kernel {

/// Reads frames for its Client and sends what that writes. Everything happens on the thread of the
/// io_context.
class Connection : public std::enable_shared_from_this<Connection>
{
public:
    /// Takes `fd` over, a connected socket of `family`. `changed` is called whenever frames were handled or
    /// there is room to send again: the owner then runs the scheduler and flushes.
    Connection(asio::io_context &io, Kernel &kernel, Faults &faults, int fd, int family,
               std::function<void()> changed);

    /// Sends the banner and begins to read.
    void start();
    /// Sends what can be sent without waiting.
    void send();
    /// The same, and goes on reading; closes when the client is to be closed and all has left.
    void flush();
    /// Ends the connection, and with it the process. Safe to call again.
    void close();
    [[nodiscard]] bool closed() const { return m_closed; }

private:
    void read();
    void received(std::size_t count);
    /// What has arrived, as long as there is room for answers; whether there was anything.
    bool handleFrames();
    void waitForRoom();
    [[nodiscard]] bool mayRead() const;

    Faults &m_faults;
    asio::generic::stream_protocol::socket m_socket;
    std::shared_ptr<Client> m_client;
    wire::FrameReader m_reader;
    std::function<void()> m_changed;
    bool m_reading = false;        ///< a read is under way
    bool m_waitingForRoom = false; ///< the socket took no more
    bool m_closed = false;
};

} // namespace rumpscope::kernel
