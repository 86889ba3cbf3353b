// SPDX-License-Identifier: BSD-2-Clause
// Signals: holding them back while there is a lock to lose, and the host's numbers for NetBSD's.
#pragma once

#include "clientcore/capi/host.h"

#include <cstdint>

namespace rumpscope::capi {

/// Holds back the thread's signals as long as it lives, except those a thread brings on itself by a bad
/// instruction or address (SIGSEGV and its kin), which cannot wait.
class SignalsHeld
{
public:
    SignalsHeld() { hold(); }
    ~SignalsHeld() { release(); }
    SignalsHeld(const SignalsHeld &) = delete;
    SignalsHeld &operator=(const SignalsHeld &) = delete;

    /// Lets handlers run from here on, if they do not.
    void release();
    /// Holds them back, if they are not.
    void hold();
    /// The thread's own mask, for waits that take one.
    [[nodiscard]] host::SignalMask own() const { return m_own; }

private:
    host::SignalMask m_own = 0;
    bool m_holding = false;
};

/// The host's signal of the same name; -1 where the host has none.
[[nodiscard]] int hostSignal(std::uint32_t netbsdSignal);

} // namespace rumpscope::capi
