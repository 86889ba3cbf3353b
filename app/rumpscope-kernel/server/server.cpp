// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/server/server.h"

#include "app/rumpscope-kernel/files/console_file.h"

#include <asio/post.hpp>

#include <algorithm>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace rumpscope::kernel {

namespace {

/// How long we wait for descriptors when the host has none left.
constexpr auto kAcceptPause = std::chrono::milliseconds(100);

void disableNagle(int fd, int family)
{
    const int one = 1;
    if (family != AF_UNIX)
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

} // namespace

Server::Server(Kernel &kernel, transport::Listener listener, Size size)
    : m_kernel(kernel)
    , m_size(size)
    , m_faults(size.workers)
    , m_io(1)
    , m_listener(std::move(listener))
    , m_acceptor(m_io, m_listener.fd())
    , m_acceptAgain(m_io)
    , m_timer(m_io)
    , m_signals(m_io)
{
    if (const ProcessPtr first = kernel.processes.find(1); first->descriptors.slots().empty())
        openConsole(*first);
    m_faults.sendAll = [this] {
        for (const auto &connection : m_connections)
            connection->send();
    };
    m_faults.goOn = [this] {
        accept();
        settleSoon();
    };
}

Server::~Server()
{
    shutDown();
    m_acceptor.release();
}

void Server::stopOn(std::initializer_list<int> signals)
{
    for (const int number : signals)
        m_signals.add(number);
    m_signals.async_wait([this](const asio::error_code &failed, int) {
        if (!failed)
            shutDown();
    });
}

void Server::controlAt(transport::Listener listener)
{
    m_control.emplace(m_io, m_faults, std::move(listener), [this] { settleSoon(); });
}

void Server::run()
{
    if (m_control)
        m_control->start();
    accept();
    m_io.run();
}

void Server::stop()
{
    asio::post(m_io, [this] { shutDown(); });
}

void Server::accept()
{
    if (m_accepting || m_stopped || m_faults.silent())
        return;
    m_accepting = true;
    m_acceptor.async_wait(asio::posix::stream_descriptor::wait_read, [this](const asio::error_code &failed) {
        m_accepting = false;
        if (!failed && !m_stopped && !m_faults.silent())
            accepted();
    });
}

void Server::accepted()
{
    auto stream = m_listener.accept(transport::Deadline::in({}));
    if (!stream && stream.error().kind == transport::StreamError::Kind::System) {
        m_acceptAgain.expires_after(kAcceptPause);
        m_acceptAgain.async_wait([this](const asio::error_code &failed) {
            if (!failed && !m_stopped)
                accept();
        });
        return;
    }
    if (stream && m_connections.size() < m_size.clients) {
        const int family = m_listener.url().family();
        disableNagle(stream->fd(), family);
        m_connections.push_back(std::make_shared<Connection>(m_io, m_kernel, m_faults, stream->release(),
                                                             family, [this] { settle(); }));
        m_connections.back()->start();
        if (m_connections.back()->closed())
            m_connections.pop_back();
    }
    accept(); // a stream that found no slot is closed here, without a banner
}

void Server::settle()
{
    if (m_stopped || m_faults.silent())
        return;
    m_kernel.scheduler.runReady();
    m_kernel.rightsInFlight->collectClosed();
    for (const auto &connection : m_connections)
        connection->flush();
    std::erase_if(m_connections, [](const auto &connection) { return connection->closed(); });
    if (m_kernel.rebooting)
        return shutDown();
    if (m_kernel.scheduler.hasReady())
        settleSoon();
    else
        waitForTimers();
}

/// Others get their turn first: a client that reads as fast as we write must not keep us to itself.
void Server::settleSoon()
{
    if (m_settling)
        return;
    m_settling = true;
    asio::post(m_io, [this] {
        m_settling = false;
        settle();
    });
}

void Server::waitForTimers()
{
    const auto next = m_kernel.scheduler.nextTimer();
    if (next == m_waitingUntil)
        return;
    m_waitingUntil = next;
    if (!next) {
        m_timer.cancel();
        return;
    }
    m_timer.expires_at(*next); // ends the wait there was
    m_timer.async_wait([this](const asio::error_code &failed) {
        if (failed || m_stopped)
            return;
        m_waitingUntil.reset();
        m_kernel.scheduler.fireTimers(SteadyClock::now());
        settle();
    });
}

void Server::shutDown()
{
    if (m_stopped)
        return;
    m_stopped = true;
    asio::error_code ignored;
    m_acceptor.cancel(ignored);
    m_acceptAgain.cancel();
    m_timer.cancel();
    m_signals.cancel(ignored);
    if (m_control)
        m_control->stop();
    for (const auto &connection : m_connections) {
        connection->flush();
        connection->close();
    }
    m_connections.clear();
    m_kernel.scheduler.runReady(); // interrupted calls come to their end
}

} // namespace rumpscope::kernel
