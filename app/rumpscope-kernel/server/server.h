// SPDX-License-Identifier: GPL-3.0-or-later
// The rump_sp server: a kernel behind a listening socket.
#pragma once

#include "app/rumpscope-kernel/control/control_socket.h"
#include "app/rumpscope-kernel/core/kernel.h"
#include "app/rumpscope-kernel/server/connection.h"
#include "app/rumpscope-kernel/server/limits.h"
#include "clientcore/transport/listener.h"

#include <asio/posix/stream_descriptor.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>

#include <initializer_list>
#include <vector>

namespace rumpscope::kernel {

/// One thread, the one that calls run(), serves all clients: the kernel needs no locks, and calls that wait
/// cost no thread.
class Server
{
public:
    /// How many it serves at once.
    struct Size
    {
        std::size_t workers = Faults::kRealWorkers; ///< calls; 0: as many as there are
        std::size_t clients = kMaxClients;
    };

    Server(Kernel &kernel, transport::Listener listener)
        : Server(kernel, std::move(listener), Size{})
    {}
    Server(Kernel &kernel, transport::Listener listener, Size size);
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;
    ~Server();

    /// Where clients can connect.
    [[nodiscard]] const transport::ServerUrl &url() const { return m_listener.url(); }
    /// These signals end run(). Before run() only.
    void stopOn(std::initializer_list<int> signals);
    /// Serves until stop(), one of the signals, or reboot(2). All connections are closed when it returns.
    void run();
    /// Takes commands at this address too: control/commands.h. Before run() only.
    void controlAt(transport::Listener listener);
    /// Of run()'s thread, or before run().
    [[nodiscard]] Faults &faults() { return m_faults; }
    /// From any thread; run() returns soon.
    void stop();

private:
    void accept();
    void accepted();
    /// After every event: lets calls go on, sends what they wrote, forgets who has gone.
    void settle();
    void settleSoon();
    void waitForTimers();
    void shutDown();

    Kernel &m_kernel;
    Size m_size;
    Faults m_faults;
    asio::io_context m_io;
    transport::Listener m_listener;
    asio::posix::stream_descriptor m_acceptor; ///< the listener's descriptor, borrowed
    asio::steady_timer m_acceptAgain;          ///< after the host had no descriptor for a client
    asio::steady_timer m_timer;                ///< the next sleeping call
    std::optional<TimePoint> m_waitingUntil;   ///< what m_timer is set to
    asio::signal_set m_signals;
    std::optional<ControlSocket> m_control;
    std::vector<std::shared_ptr<Connection>> m_connections;
    bool m_settling = false;  ///< one is posted
    bool m_accepting = false; ///< we wait for a client
    bool m_stopped = false;
};

} // namespace rumpscope::kernel
