// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/server/connection.h"

#include "app/rumpscope-kernel/server/limits.h"

#include <asio/buffer.hpp>
#include <asio/error.hpp>

namespace rumpscope::kernel {

namespace {

constexpr std::size_t kReadSize = 16384;

} // namespace

Connection::Connection(asio::io_context &io, Kernel &kernel, Faults &faults, int fd, int family,
                       std::function<void()> changed)
    : m_faults(faults)
    , m_socket(io, asio::generic::stream_protocol(family, 0), fd)
    , m_client(std::make_shared<Client>(kernel, faults))
    , m_reader(wire::FrameReader::Role::Server, kFrameLimit)
    , m_changed(std::move(changed))
{
    m_socket.non_blocking(true);
}

void Connection::start()
{
    // A fresh socket has room for the banner: it goes in whole or the peer is gone already.
    asio::error_code failed;
    m_socket.send(asio::buffer(m_faults.banner()), 0, failed);
    if (failed)
        return close();
    read();
}

bool Connection::mayRead() const
{
    return !m_closed && !m_reading && !m_faults.silent() && !m_client->closing() &&
           m_client->output().hasRoom();
}

void Connection::read()
{
    if (!mayRead())
        return;
    m_reading = true;
    const auto room = m_reader.prepare(kReadSize);
    m_socket.async_receive(asio::buffer(room.data(), room.size()),
                           [self = shared_from_this()](const asio::error_code &failed, std::size_t count) {
                               self->m_reading = false;
                               if (failed)
                                   self->close();
                               else
                                   self->received(count);
                               self->m_changed();
                           });
}

void Connection::received(std::size_t count)
{
    if (m_closed)
        return;
    m_reader.commit(count);
    handleFrames();
}

bool Connection::handleFrames()
{
    bool handled = false;
    // Each call may write before it waits for room: without any left the next one is not begun.
    while (!m_closed && !m_faults.silent() && m_client->output().hasRoom()) {
        const auto frame = m_reader.next();
        if (!frame)
            close(); // no frame, no request number to answer
        if (!frame || !*frame)
            return handled;
        m_client->handle(**frame);
        handled = true;
    }
    return handled;
}

void Connection::send()
{
    Output &output = m_client->output();
    while (!m_closed && !m_waitingForRoom && output.pending() > 0) {
        const auto bytes = output.next();
        asio::error_code failed;
        const std::size_t count = m_socket.send(asio::buffer(bytes.data(), bytes.size()), 0, failed);
        if (!failed)
            output.sent(count);
        else if (failed == asio::error::would_block)
            waitForRoom();
        else if (failed != asio::error::interrupted)
            close();
    }
}

void Connection::flush()
{
    if (m_faults.silent())
        return;
    do {
        send();
    } while (handleFrames()); // those that found no room before
    if (m_closed)
        return;
    if (m_client->closing() && m_client->output().pending() == 0)
        return close();
    m_client->memory().outputLeft();
    read();
}

void Connection::waitForRoom()
{
    m_waitingForRoom = true;
    m_socket.async_wait(asio::socket_base::wait_write, [self = shared_from_this()](const asio::error_code &) {
        self->m_waitingForRoom = false; // an error shows again at the next send
        self->m_changed();
    });
}

void Connection::close()
{
    if (m_closed)
        return;
    m_closed = true;
    asio::error_code ignored;
    m_socket.shutdown(asio::socket_base::shutdown_both, ignored);
    m_socket.close(ignored);
    m_client->disconnect();
}

} // namespace rumpscope::kernel
