// SPDX-License-Identifier: GPL-3.0-or-later
// ioctl, for what every open file has: no device here has requests of its own.
#include "app/rumpscope-kernel/calls/table.h"

namespace rumpscope::kernel {

namespace {

constexpr std::uint64_t kCloseOnExec = 0x20006601;  // FIOCLEX
constexpr std::uint64_t kKeepOnExec = 0x20006602;   // FIONCLEX
constexpr std::uint64_t kReadable = 0x4004667f;     // FIONREAD
constexpr std::uint64_t kNonBlocking = 0x8004667e;  // FIONBIO
constexpr std::uint64_t kAsynchronous = 0x8004667d; // FIOASYNC

Outcome<Values> setCloseOnExec(Call &call, bool on)
{
    Descriptor *descriptor = call.process->descriptors.find(call.integer(0));
    if (descriptor == nullptr)
        return fail(NB_EBADF);
    descriptor->closeOnExec = on;
    return answer(0);
}

Task<Outcome<Values>> setFlag(Call &call, FilePtr file, std::uint32_t flag)
{
    std::int32_t on = 0;
    auto copied = co_await call.copyIn(call.word(2), on);
    if (!copied)
        co_return pass(copied);
    file->setStatusFlags(on != 0 ? file->flags() | flag : file->flags() & ~flag);
    co_return answer(0);
}

Task<Outcome<Values>> sysIoctl(Call &call)
{
    const auto file = call.file(0);
    if (!file)
        co_return pass(file);
    const std::uint64_t request = call.bits(1);
    switch (request) {
    case kCloseOnExec:
    case kKeepOnExec:
        co_return setCloseOnExec(call, request == kCloseOnExec);
    case kNonBlocking:
        co_return co_await setFlag(call, *file, NB_O_NONBLOCK);
    case kAsynchronous:
        co_return co_await setFlag(call, *file, NB_O_ASYNC);
    default:
        break;
    }
    const bool counts = (*file)->kind() == File::Kind::Pipe || (*file)->kind() == File::Kind::Socket;
    if (request != kReadable || !counts)
        co_return fail(NB_ENOTTY);
    const auto count = static_cast<std::int32_t>((*file)->readableCount());
    co_return answer(co_await call.copyOut(call.word(2), count));
}

} // namespace

std::span<const CallEntry> ioctlCalls()
{
    static constexpr std::array kCalls{slow(NB_SYS_ioctl, "ioctl", 3, sysIoctl)};
    return kCalls;
}

} // namespace rumpscope::kernel
