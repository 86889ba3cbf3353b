// SPDX-License-Identifier: GPL-3.0-or-later
// One system call under way: who asks, with which arguments, and how it waits.
#pragma once

#include "app/rumpscope-kernel/core/kernel.h"
#include "app/rumpscope-kernel/proc/user_memory.h"
#include "app/rumpscope-kernel/sched/sleeper.h"

#include <array>
#include <cstring>
#include <optional>
#include <type_traits>

namespace rumpscope::kernel {

/// Argument slots: no call takes more.
inline constexpr std::size_t kMaxSlots = 8;
using Slots = std::array<std::uint64_t, kMaxSlots>;

class Call
{
public:
    Call(Kernel &sharedKernel, ProcessPtr caller, UserMemory &callerMemory, std::uint32_t callNumber,
         const Slots &slots)
        : kernel(sharedKernel)
        , process(std::move(caller))
        , memory(callerMemory)
        , number(callNumber)
        , arguments(slots)
        , sleeper(sharedKernel.scheduler, &process->descriptors)
    {}

    [[nodiscard]] std::uint64_t word(std::size_t index) const { return arguments[index]; }
    [[nodiscard]] std::int64_t offset(std::size_t index) const
    {
        return static_cast<std::int64_t>(arguments[index]);
    }
    /// The lower half of the slot: the upper one may hold anything.
    [[nodiscard]] std::int32_t integer(std::size_t index) const
    {
        return static_cast<std::int32_t>(arguments[index]);
    }
    [[nodiscard]] std::uint32_t bits(std::size_t index) const
    {
        return static_cast<std::uint32_t>(arguments[index]);
    }

    /// The open file a descriptor argument names, or EBADF. Once that descriptor is closed the call does not
    /// wait any more.
    [[nodiscard]] Outcome<FilePtr> file(std::size_t index);
    /// Where relative paths begin: the working directory.
    [[nodiscard]] PathContext paths() const { return process->paths(); }
    /// ... or the directory a descriptor names (AT_FDCWD: the working directory). EBADF.
    [[nodiscard]] Outcome<PathContext> pathsAt(std::int32_t directory) const;
    /// The path an argument points at.
    [[nodiscard]] UserMemory::CopyInString path(std::size_t index)
    {
        return memory.copyInString(arguments[index]);
    }

    /// One plain structure from the client.
    template<class T>
    [[nodiscard]] UserMemory::CopyIn copyIn(std::uint64_t address, T &value)
    {
        static_assert(std::is_trivially_copyable_v<T>);
        return memory.copyIn(address, std::as_writable_bytes(std::span(&value, 1)));
    }
    /// `value` may go as soon as this returns.
    template<class T>
    [[nodiscard]] UserMemory::CopyOut copyOut(std::uint64_t address, const T &value)
    {
        static_assert(std::is_trivially_copyable_v<T>);
        return memory.copyOut(address, std::as_bytes(std::span(&value, 1)));
    }

    /// Waits for one queue. EINTR when interrupted, EAGAIN at the deadline, kRestart when the descriptor was
    /// closed meanwhile.
    [[nodiscard]] Task<Outcome<void>> waitOn(WaitQueue &queue, std::optional<TimePoint> until = std::nullopt);

    /// Whether the descriptor it uses was closed, or is another file's now.
    [[nodiscard]] bool isClosedUnder() const;

    Kernel &kernel;
    const ProcessPtr process;
    UserMemory &memory;
    const std::uint32_t number;
    const Slots arguments;
    Sleeper sleeper;

private:
    std::optional<std::int32_t> m_descriptor; ///< what file() found last
    const File *m_file = nullptr;
};

} // namespace rumpscope::kernel
