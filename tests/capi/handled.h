// SPDX-License-Identifier: BSD-2-Clause
#pragma once

#include <csignal>

namespace rumpscope::test {

/// A signal handled in a test's way, as long as this lives.
class Handled
{
public:
    Handled(int signal, void (*handler)(int), int flags)
        : m_signal(signal)
    {
        struct sigaction action = {};
        action.sa_handler = handler;
        action.sa_flags = flags;
        sigemptyset(&action.sa_mask);
        ::sigaction(signal, &action, &m_before);
    }
    ~Handled() { ::sigaction(m_signal, &m_before, nullptr); }
    Handled(const Handled &) = delete;
    Handled &operator=(const Handled &) = delete;

private:
    int m_signal;
    struct sigaction m_before = {};
};

} // namespace rumpscope::test
