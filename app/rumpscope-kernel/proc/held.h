// SPDX-License-Identifier: GPL-3.0-or-later
// What calls of a process keep in memory while they wait.
#pragma once

#include "app/rumpscope-kernel/proc/process.h"

namespace rumpscope::kernel {

/// Bytes all calls of one process may keep; a call that is alone may keep more.
inline constexpr std::size_t kMostHeld = std::size_t{8} << 20;

/// Whether one more of its calls may keep that many. Who says no answers ENOMEM.
[[nodiscard]] inline bool mayHold(const Process &process, std::size_t bytes)
{
    return process.held == 0 || (bytes <= kMostHeld && process.held <= kMostHeld - bytes);
}

/// Counts them from its beginning to its end. The process outlives it.
class Held
{
public:
    Held(Process &process, std::size_t bytes)
        : m_process(process)
        , m_bytes(bytes)
    {
        m_process.held += m_bytes;
    }
    Held(const Held &) = delete;
    Held &operator=(const Held &) = delete;
    ~Held() { m_process.held -= m_bytes; }

private:
    Process &m_process;
    std::size_t m_bytes;
};

} // namespace rumpscope::kernel
