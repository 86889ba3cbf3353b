// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/files/pipe_file.h"

namespace rumpscope::kernel {

namespace {

struct PipeEnds
{
    std::int32_t read = -1;
    std::int32_t write = -1;
};

Outcome<PipeEnds> makePipe(Process &process, std::uint32_t flags)
{
    const auto pipe = std::make_shared<Pipe>();
    const bool closeOnExec = (flags & NB_O_CLOEXEC) != 0;
    DescriptorTable &table = process.descriptors;
    const auto read = table.add(std::make_shared<PipeFile>(pipe, NB_O_RDONLY | flags), closeOnExec);
    if (!read)
        return pass(read);
    const auto write = table.add(std::make_shared<PipeFile>(pipe, NB_O_WRONLY | flags), closeOnExec);
    if (!write) {
        static_cast<void>(table.close(*read));
        return pass(write);
    }
    return PipeEnds{*read, *write};
}

/// Both descriptors are return values; nothing is copied out.
Outcome<Values> sysPipe(Call &call)
{
    const auto ends = makePipe(*call.process, 0);
    if (!ends)
        return pass(ends);
    return answer(ends->read, ends->write);
}

/// Both descriptors are copied out.
Task<Outcome<Values>> sysPipe2(Call &call)
{
    const std::uint32_t flags = call.bits(1);
    if ((flags & ~static_cast<std::uint32_t>(NB_O_CLOEXEC | NB_O_NONBLOCK | NB_O_NOSIGPIPE)) != 0)
        co_return fail(NB_EINVAL);
    const auto ends = makePipe(*call.process, flags);
    if (!ends)
        co_return pass(ends);
    auto copied = co_await call.copyOut(call.word(0), *ends);
    if (!copied) {
        static_cast<void>(call.process->descriptors.close(ends->read));
        static_cast<void>(call.process->descriptors.close(ends->write));
        co_return pass(copied);
    }
    co_return answer(0, ends->write); // left over from making the pipe, as in NetBSD
}

} // namespace

std::span<const CallEntry> pipeCalls()
{
    static constexpr std::array kCalls{
        quick(NB_SYS_pipe, "pipe", 0, sysPipe),
        slow(NB_SYS_pipe2, "pipe2", 2, sysPipe2),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
