// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope/termination.h"

#include <csignal>
#include <cstdint>
#include <sys/eventfd.h>
#include <unistd.h>

namespace rumpscope {

namespace {

constexpr int kSignals[] = {SIGTERM, SIGINT, SIGHUP};

/// The handler's only way out.
int wakeup()
{
    static const int fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return fd;
}

void handle(int)
{
    const std::uint64_t one = 1;
    static_cast<void>(!::write(wakeup(), &one, sizeof one));
}

} // namespace

Termination::Termination(std::function<void()> end)
    : m_notifier(wakeup(), QSocketNotifier::Read)
{
    QObject::connect(&m_notifier, &QSocketNotifier::activated, [this, end = std::move(end)] {
        m_notifier.setEnabled(false);
        end();
    });
    struct sigaction action = {};
    action.sa_handler = handle;
    action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
    for (const int number : kSignals)
        ::sigaction(number, &action, nullptr);
}

Termination::~Termination()
{
    for (const int number : kSignals)
        std::signal(number, SIG_DFL);
}

} // namespace rumpscope
