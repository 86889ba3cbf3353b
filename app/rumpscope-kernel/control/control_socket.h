// SPDX-License-Identifier: GPL-3.0-or-later
// Where commands come in: a local socket of its own, that only our user can open.
#pragma once

#include "app/rumpscope-kernel/control/faults.h"
#include "clientcore/transport/listener.h"

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>

#include <memory>
#include <set>

namespace rumpscope::kernel {

/// On the thread of the io_context. A line is a command (control/commands.h); each connection is answered in
/// order, and closed when it writes a line that is too long.
class ControlSocket
{
public:
    /// `settle` is called after each command: the server looks again what there is to do.
    ControlSocket(asio::io_context &io, Faults &faults, transport::Listener listener,
                  std::function<void()> settle);
    ControlSocket(const ControlSocket &) = delete;
    ControlSocket &operator=(const ControlSocket &) = delete;
    ~ControlSocket();

    void start();
    /// Closes everything; nothing is called any more.
    void stop();

private:
    class Session;

    void accept();
    void acceptLater();

    asio::io_context &m_io;
    Faults &m_faults;
    transport::Listener m_listener;
    asio::posix::stream_descriptor m_acceptor; ///< the listener's descriptor, borrowed
    asio::steady_timer m_acceptAgain;
    std::function<void()> m_settle;
    std::set<std::shared_ptr<Session>> m_sessions;
    bool m_stopped = false;
};

} // namespace rumpscope::kernel
