// SPDX-License-Identifier: GPL-3.0-or-later
// What all calls of all processes share. One thread touches it.
#pragma once

#include "app/rumpscope-kernel/core/settings.h"
#include "app/rumpscope-kernel/net/network.h"
#include "app/rumpscope-kernel/net/rights.h"
#include "app/rumpscope-kernel/proc/process_table.h"
#include "app/rumpscope-kernel/sched/clock_adjustment.h"
#include "app/rumpscope-kernel/sched/scheduler.h"
#include "app/rumpscope-kernel/vfs/mount_table.h"
#include "app/rumpscope-kernel/vfs/record_locks.h"

#include <map>
#include <string>

namespace rumpscope::kernel {

/// The kernel without its connections.
class Kernel
{
public:
    explicit Kernel(KernelSettings wanted = {});
    /// Ends the processes that are left, prepared children nobody claimed: what they close may signal, and
    /// look for, others.
    ~Kernel();
    Kernel(const Kernel &) = delete;
    Kernel &operator=(const Kernel &) = delete;

    /// A new session keeps the login name of the one it came from; names of sessions nobody is in any more
    /// go.
    void beginSession(std::int32_t session, std::int32_t from);
    /// A line a program wrote to its console.
    void printConsole(std::string_view bytes);

    const KernelSettings settings;
    Scheduler scheduler;
    MountTable mounts;
    Network network; // outlives the sockets of the processes
    std::shared_ptr<RightsInFlight> rightsInFlight = std::make_shared<RightsInFlight>();
    ProcessTable processes;
    LockWaits lockWaits;
    std::string hostName;
    std::string domainName;
    std::map<std::int32_t, std::string> loginNames; ///< by session
    Timestamp clockShift; ///< of our time of day against the host's: clock_settime(2)
    ClockAdjustment clockAdjustment;
    const Timestamp booted = Timestamp::now();
    std::size_t unread = 0; ///< bytes of answers that wait for clients to read them
    bool rebooting = false; ///< reboot(2) was answered: the server ends
};

} // namespace rumpscope::kernel
