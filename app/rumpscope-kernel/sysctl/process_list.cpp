// SPDX-License-Identifier: GPL-3.0-or-later
// kern.proc2: the kernel's own list of processes.
#include "app/rumpscope-kernel/core/kernel.h"
#include "app/rumpscope-kernel/sched/record.h"
#include "app/rumpscope-kernel/sysctl/tree.h"

namespace rumpscope::kernel {

namespace {

/// What a size estimate adds, for processes that come meanwhile: five of the kernel's old structures.
constexpr std::size_t kSlack = 5 * 1280;
/// More than any version of the structure has.
constexpr std::uint32_t kLargestElement = 4096;

// Values of p_stat a process without threads of its own in the kernel can have.
constexpr std::uint8_t kRunning = 7;
constexpr std::uint8_t kSleeping = 3;
constexpr std::uint8_t kIdle = 4;
constexpr std::uint32_t kPrioZero = 20;
constexpr std::uint32_t kFlagSystem = 0x20000;
constexpr std::uint32_t kFlagInMemory = 4;

// Fields the layout table does not name: the terminal, its group, and whether the times are to be believed.
constexpr std::size_t kTerminal = 220;
constexpr std::size_t kTerminalGroup = 132;
constexpr std::size_t kTimesValid = 448;
constexpr std::int32_t kNoGroup = -1;
constexpr std::uint32_t kNoDevice = ~0U;

std::uint8_t state(const Process &process)
{
    if (process.pid == 0 || process.running > process.sleeping)
        return kRunning;
    return process.running > 0 ? kSleeping : kIdle;
}

std::vector<std::byte> encode(const Process &process, std::size_t size)
{
    namespace at = layout::kinfo_proc2;
    Record record(at::kSize);
    record.put<std::uint32_t>(at::p_flag, kFlagInMemory | (process.pid == 0 ? kFlagSystem : 0));
    record.put(at::p_pid, process.pid);
    record.put(at::p_ppid, process.parent);
    record.put(at::p_sid, process.session);
    record.put(at::p__pgid, process.group);
    record.put(kTerminal, kNoDevice);
    record.put(kTerminalGroup, kNoGroup);
    record.put<std::int64_t>(kTimesValid, 1);
    record.put(at::p_uid, process.credentials.effectiveUser);
    record.put(at::p_ruid, process.credentials.realUser);
    record.put(at::p_stat, state(process));
    record.put(at::p_realstat, static_cast<std::uint64_t>(state(process)));
    record.put(at::p_nice, static_cast<std::uint8_t>(kPrioZero));
    record.text(at::p_comm, 24, process.name);
    record.put(at::p_nlwps,
               static_cast<std::uint64_t>(process.running) + 1); // its first thread makes no calls
    record.put(at::p_ustart_sec, static_cast<std::uint32_t>(process.started.seconds));
    record.put(at::p_ustart_usec, static_cast<std::uint32_t>(process.started.nanoseconds / 1000));
    if (process.sleeping > 0)
        record.text(at::p_wmesg, 8, "wait");
    auto bytes = record.take();
    bytes.resize(size);
    return bytes;
}

/// Whether a process is among those asked for.
bool matches(const Process &process, std::int32_t kind, std::int32_t value)
{
    const auto id = static_cast<std::uint32_t>(value);
    switch (kind) {
    case NB_KERN_PROC_ALL:
        return true;
    case NB_KERN_PROC_PID:
        return process.pid == value;
    case NB_KERN_PROC_PGRP:
        return process.group == value;
    case NB_KERN_PROC_SESSION:
        return process.session == value;
    case NB_KERN_PROC_UID:
        return process.credentials.effectiveUser == id;
    case NB_KERN_PROC_RUID:
        return process.credentials.realUser == id;
    case NB_KERN_PROC_GID:
        return process.credentials.effectiveGroup == id;
    case NB_KERN_PROC_RGID:
        return process.credentials.realGroup == id;
    default:
        return false;
    }
}

} // namespace

/// The rest of the name: kind, value, size of an element, most elements.
Outcome<SysctlAnswer> listProcesses(const Kernel &kernel, const SysctlQuestion &question)
{
    if (question.rest.size() != 4)
        return fail(NB_EINVAL);
    const auto elementSize = static_cast<std::uint32_t>(question.rest[2]);
    const auto most = static_cast<std::uint32_t>(question.rest[3]);
    if (elementSize == 0 || elementSize > kLargestElement)
        return fail(NB_EINVAL);
    SysctlAnswer answer;
    std::size_t needed = 0;
    for (const ProcessPtr &process : kernel.processes.newestFirst()) {
        if (!matches(*process, question.rest[0], question.rest[1]))
            continue;
        needed += elementSize;
        const bool fits = answer.size + elementSize <= question.room && answer.pieces.size() < most;
        if (question.sizeOnly || !fits)
            continue;
        answer.pieces.push_back(encode(*process, elementSize));
        answer.size += elementSize;
    }
    answer.incomplete = !question.sizeOnly && needed > answer.size;
    if (question.sizeOnly)
        answer.size = needed + kSlack;
    return answer;
}

} // namespace rumpscope::kernel
