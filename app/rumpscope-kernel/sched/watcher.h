// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace rumpscope::kernel {

/// Something a WaitQueue tells: a sleeping call, a note of a kqueue, a process that wants SIGIO.
class Watcher
{
public:
    Watcher() = default;
    Watcher(const Watcher &) = delete;
    Watcher &operator=(const Watcher &) = delete;
    virtual ~Watcher() = default;
    /// Something may have changed. It neither joins nor leaves a queue in here.
    virtual void notified() = 0;
    /// The same, and what it was: bits the two sides have agreed on.
    virtual void happened(std::uint32_t /*what*/) { notified(); }
    /// Whether it is a call of the process that has these descriptors.
    [[nodiscard]] virtual bool isCallOf(const void * /*descriptors*/) const { return false; }
    /// What it waits for was closed under it: a call looks anew, or ends.
    virtual void closedUnder() {}
};

} // namespace rumpscope::kernel
