// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/capi/signals.h"

#include <array>
#include <csignal>

namespace rumpscope::capi {

namespace {

/// The two below the C library's real-time signals are its own: it cancels threads and changes their users
/// with them.
constexpr int kFirstOfLibc = 32;

constexpr host::SignalMask bit(int signal)
{
    return host::SignalMask{1} << (signal - 1);
}

constexpr host::SignalMask kHeldBack = ~(bit(SIGSEGV) | bit(SIGBUS) | bit(SIGFPE) | bit(SIGILL) |
                                         bit(SIGTRAP) | bit(kFirstOfLibc) | bit(kFirstOfLibc + 1));

/// Index: NetBSD's number (sys/signal.h there). -1: Linux has no signal of that name (SIGEMT, SIGINFO).
constexpr std::array<int, 33> kHostSignals{
    0,       SIGHUP, SIGINT,  SIGQUIT, SIGILL,    SIGTRAP, SIGABRT,  -1,      SIGFPE,  SIGKILL, SIGBUS,
    SIGSEGV, SIGSYS, SIGPIPE, SIGALRM, SIGTERM,   SIGURG,  SIGSTOP,  SIGTSTP, SIGCONT, SIGCHLD, SIGTTIN,
    SIGTTOU, SIGIO,  SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGWINCH, -1,      SIGUSR1, SIGUSR2, SIGPWR};

} // namespace

void SignalsHeld::hold()
{
    if (m_holding)
        return;
    m_own = host::setSignalMask(kHeldBack);
    m_holding = true;
}

void SignalsHeld::release()
{
    if (!m_holding)
        return;
    (void)host::setSignalMask(m_own);
    m_holding = false;
}

int hostSignal(std::uint32_t netbsdSignal)
{
    return netbsdSignal < kHostSignals.size() ? kHostSignals[netbsdSignal] : -1;
}

} // namespace rumpscope::capi
