// SPDX-License-Identifier: GPL-3.0-or-later
// utimes and its kind.
#include "app/rumpscope-kernel/calls/subject.h"
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/calls/time_values.h"
#include "app/rumpscope-kernel/vfs/operations.h"

namespace rumpscope::kernel {

namespace {

// Nanoseconds of utimensat(2) that mean something else.
constexpr std::int64_t kNow = (1 << 30) - 1;
constexpr std::int64_t kOmit = (1 << 30) - 2;

enum class Unit { Micro, Nano };

Timestamp timestamp(const Timeval &time)
{
    return {time.seconds, std::int64_t{time.microseconds} * 1000};
}

std::optional<Timestamp> timestamp(const Timespec &time)
{
    if (time.nanoseconds == kOmit)
        return std::nullopt;
    return time.nanoseconds == kNow ? Timestamp::now() : Timestamp{time.seconds, time.nanoseconds};
}

/// The two times at `address`; NULL is now.
Task<Outcome<NewTimes>> timesAt(Call &call, std::uint64_t address, Unit unit)
{
    const Timestamp now = Timestamp::now();
    if (address == 0)
        co_return NewTimes{now, now, true};
    if (unit == Unit::Micro) {
        std::array<Timeval, 2> times;
        auto copied = co_await call.copyIn(address, times);
        if (!copied)
            co_return pass(copied);
        co_return NewTimes{timestamp(times[0]), timestamp(times[1]), false};
    }
    std::array<Timespec, 2> times;
    auto copied = co_await call.copyIn(address, times);
    if (!copied)
        co_return pass(copied);
    co_return NewTimes{timestamp(times[0]), timestamp(times[1]),
                       times[0].nanoseconds == kNow && times[1].nanoseconds == kNow};
}

/// The times come before the path.
Task<Outcome<Values>> byPath(Call &call, Subject subject, std::uint64_t address, Unit unit)
{
    auto times = co_await timesAt(call, address, unit);
    if (!times)
        co_return pass(times);
    co_return co_await onPath(call, subject, [wanted = *times](const Credentials &who, Inode &inode) {
        return changeTimes(who, inode, wanted);
    });
}

Task<Outcome<Values>> byDescriptor(Call &call, Unit unit)
{
    if (auto file = call.file(0); !file)
        co_return pass(file);
    auto times = co_await timesAt(call, call.word(1), unit);
    if (!times)
        co_return pass(times);
    co_return onDescriptor(call, [wanted = *times](const Credentials &who, Inode &inode) {
        return changeTimes(who, inode, wanted);
    });
}

Task<Outcome<Values>> sysUtimes(Call &call)
{
    return byPath(call, {NB_AT_FDCWD, 0}, call.word(1), Unit::Micro);
}

Task<Outcome<Values>> sysLutimes(Call &call)
{
    return byPath(call, {NB_AT_FDCWD, 0, LastLink::Keep}, call.word(1), Unit::Micro);
}

Task<Outcome<Values>> sysFutimes(Call &call)
{
    return byDescriptor(call, Unit::Micro);
}

Task<Outcome<Values>> sysFutimens(Call &call)
{
    return byDescriptor(call, Unit::Nano);
}

Task<Outcome<Values>> sysUtimensat(Call &call)
{
    return byPath(call, {call.integer(0), 1, lastLink(call.bits(3)), true}, call.word(2), Unit::Nano);
}

} // namespace

std::span<const CallEntry> fileTimeCalls()
{
    static constexpr std::array kCalls{
        slow(NB_SYS___utimes50, "utimes", 2, sysUtimes),
        slow(NB_SYS___lutimes50, "lutimes", 2, sysLutimes),
        slow(NB_SYS___futimes50, "futimes", 2, sysFutimes),
        slow(NB_SYS_futimens, "futimens", 2, sysFutimens),
        slow(NB_SYS_utimensat, "utimensat", 4, sysUtimensat),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
