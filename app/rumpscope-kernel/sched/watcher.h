// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
};

} // namespace rumpscope::kernel
