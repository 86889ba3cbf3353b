// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/capi/signals.h"

#include <array>

namespace rumpscope::capi {

namespace {

sigset_t allThatCanWait()
{
    sigset_t set;
    sigfillset(&set);
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP})
        sigdelset(&set, signal);
    return set;
}

/// Index: NetBSD's number (sys/signal.h there). -1: Linux has no signal of that name (SIGEMT, SIGINFO).
constexpr std::array<int, 33> kHostSignals{
    0,       SIGHUP, SIGINT,  SIGQUIT, SIGILL,    SIGTRAP, SIGABRT,  -1,      SIGFPE,  SIGKILL, SIGBUS,
    SIGSEGV, SIGSYS, SIGPIPE, SIGALRM, SIGTERM,   SIGURG,  SIGSTOP,  SIGTSTP, SIGCONT, SIGCHLD, SIGTTIN,
    SIGTTOU, SIGIO,  SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGWINCH, -1,      SIGUSR1, SIGUSR2, SIGPWR};

/// Made when the library is loaded: a handler may be the first to need it.
const sigset_t kHeldBack = allThatCanWait();

} // namespace

void SignalsHeld::hold()
{
    pthread_sigmask(SIG_SETMASK, &kHeldBack, &m_own);
    m_holding = true;
}

void SignalsHeld::release()
{
    pthread_sigmask(SIG_SETMASK, &m_own, nullptr);
    m_holding = false;
}

int hostSignal(std::uint32_t netbsdSignal)
{
    return netbsdSignal < kHostSignals.size() ? kHostSignals[netbsdSignal] : -1;
}

} // namespace rumpscope::capi
