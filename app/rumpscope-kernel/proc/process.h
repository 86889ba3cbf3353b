// SPDX-License-Identifier: GPL-3.0-or-later
// One process: every connection has one, and every prepared child is one.
#pragma once

#include "app/rumpscope-kernel/proc/descriptor_table.h"
#include "app/rumpscope-kernel/proc/posix_timer.h"
#include "app/rumpscope-kernel/sched/timestamp.h"
#include "app/rumpscope-kernel/vfs/credentials.h"
#include "app/rumpscope-kernel/vfs/path_walk.h"

#include <array>
#include <functional>
#include <string>
#include <string_view>

namespace rumpscope::kernel {

struct ResourceLimit
{
    std::uint64_t soft = 0;
    std::uint64_t hard = 0;
};
/// RLIMIT_CPU ... RLIMIT_NTHR.
inline constexpr std::size_t kResourceLimits = 12;
[[nodiscard]] std::array<ResourceLimit, kResourceLimits> defaultLimits();

class Process
{
public:
    /// Longest command name the kernel keeps (MAXCOMLEN); what is longer is cut.
    static constexpr std::size_t kMaxName = 16;

    Process(std::int32_t id, std::int32_t parentId, std::string_view commandName,
            std::shared_ptr<OpenFiles> openFiles = nullptr)
        : pid(id)
        , parent(parentId)
        , descriptors(std::move(openFiles))
    {
        setName(commandName);
    }

    void setName(std::string_view commandName) { name = commandName.substr(0, kMaxName); }

    /// Where its relative paths begin: the working directory.
    [[nodiscard]] PathContext paths() const { return {root, workingDirectory, credentials}; }

    const std::int32_t pid;
    std::int32_t parent; ///< 1 once the parent has ended
    std::string name;
    std::int32_t group = 0;
    std::int32_t session = 0;
    Credentials credentials;
    std::uint32_t fileModeMask = 022;
    DirectoryPtr root;
    DirectoryPtr workingDirectory;
    DescriptorTable descriptors;
    std::array<ResourceLimit, kResourceLimits> limits = defaultLimits();
    bool execed = false;
    bool changedIdentity = false; ///< issetugid(2)
    const Timestamp started = Timestamp::now();

    /// setitimer(ITIMER_REAL) and (ITIMER_MONOTONIC); none before the first use. A child has none.
    std::array<std::unique_ptr<IntervalTimer>, 2> timers;
    PosixTimers posixTimers;
    /// Sends a signal to the client; empty while there is none.
    std::function<void(std::int32_t signal)> raise;

    int running = 0;      ///< calls under way
    int sleeping = 0;     ///< of these, waiting
    std::size_t held = 0; ///< bytes they keep while they wait (proc/held.h)
};

using ProcessPtr = std::shared_ptr<Process>;

} // namespace rumpscope::kernel
