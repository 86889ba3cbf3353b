// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-cli/interrupt.h"

#include <csignal>
#include <poll.h>
#include <pthread.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace rumpscope::cli {

namespace {

sigset_t ours()
{
    sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGINT);
    ::sigaddset(&signals, SIGTERM);
    return signals;
}

} // namespace

Interrupt::Interrupt()
{
    const sigset_t signals = ours();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    m_fd = ::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

Interrupt::~Interrupt()
{
    ::close(m_fd);
}

bool Interrupt::wait(std::chrono::milliseconds patience, int other)
{
    if (m_came)
        return true;
    pollfd entries[] = {{m_fd, POLLIN, 0}, {other, POLLIN, 0}};
    if (::poll(entries, 2, static_cast<int>(patience.count())) > 0 && entries[0].revents != 0) {
        signalfd_siginfo info{};
        m_came = ::read(m_fd, &info, sizeof info) == sizeof info;
    }
    return m_came;
}

} // namespace rumpscope::cli
