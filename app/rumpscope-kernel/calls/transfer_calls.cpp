// SPDX-License-Identifier: GPL-3.0-or-later
// read, write and their kind.
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/proc/uio.h"

namespace rumpscope::kernel {

namespace {

enum class Direction { Read, Write };

constexpr std::size_t kMaxVectors = 1024;

Task<Outcome<Values>> transfer(Call &call, Direction direction, FilePtr file, std::vector<IoVector> vectors,
                               std::optional<std::int64_t> offset)
{
    if (offset && !file->canSeek())
        co_return fail(NB_ESPIPE);
    if (offset && *offset < 0)
        co_return fail(NB_EINVAL);
    Uio uio(call.memory, std::move(vectors));
    Outcome<void> outcome;
    if (direction == Direction::Read)
        outcome = co_await file->read(call, uio, offset);
    else
        outcome = co_await file->write(call, uio, offset);
    if (outcome || isPartial(outcome, uio))
        co_return answer(static_cast<std::int64_t>(uio.moved()));
    if (outcome.error() == Errno{NB_EPIPE} && (file->flags() & NB_O_NOSIGPIPE) == 0)
        call.memory.raise(NB_SIGPIPE);
    co_return pass(outcome);
}

Outcome<FilePtr> fileFor(Call &call, Direction direction)
{
    auto file = call.file(0);
    if (file && !(direction == Direction::Read ? (*file)->mayRead() : (*file)->mayWrite()))
        return fail(NB_EBADF);
    return file;
}

Task<Outcome<Values>> plain(Call &call, Direction direction, std::optional<std::int64_t> offset)
{
    auto file = fileFor(call, direction);
    if (!file)
        co_return pass(file);
    if (call.word(2) > INT64_MAX)
        co_return fail(NB_EINVAL);
    std::vector<IoVector> vectors{IoVector{call.word(1), call.word(2)}};
    co_return co_await transfer(call, direction, std::move(*file), std::move(vectors), offset);
}

Task<Outcome<Values>> vectored(Call &call, Direction direction, std::optional<std::int64_t> offset)
{
    auto file = fileFor(call, direction);
    if (!file)
        co_return pass(file);
    if (offset && !(*file)->canSeek())
        co_return fail(NB_ESPIPE);
    if (offset && *offset < 0)
        co_return fail(NB_EINVAL);
    const std::uint32_t count = call.bits(2);
    if (count == 0 || count > kMaxVectors)
        co_return fail(NB_EINVAL);
    std::vector<IoVector> vectors(count);
    static_assert(sizeof(IoVector) == layout::iovec::kSize);
    auto copied = co_await call.memory.copyIn(call.word(1), std::as_writable_bytes(std::span(vectors)));
    if (!copied)
        co_return pass(copied);
    std::uint64_t total = 0;
    for (const IoVector &vector : vectors) {
        if (vector.length > static_cast<std::uint64_t>(INT64_MAX) - total)
            co_return fail(NB_EINVAL);
        total += vector.length;
    }
    co_return co_await transfer(call, direction, std::move(*file), std::move(vectors), offset);
}

Task<Outcome<Values>> sysRead(Call &call)
{
    return plain(call, Direction::Read, std::nullopt);
}

Task<Outcome<Values>> sysWrite(Call &call)
{
    return plain(call, Direction::Write, std::nullopt);
}

// Slot 3 is padding.
Task<Outcome<Values>> sysPread(Call &call)
{
    return plain(call, Direction::Read, call.offset(4));
}

Task<Outcome<Values>> sysPwrite(Call &call)
{
    return plain(call, Direction::Write, call.offset(4));
}

Task<Outcome<Values>> sysReadv(Call &call)
{
    return vectored(call, Direction::Read, std::nullopt);
}

Task<Outcome<Values>> sysWritev(Call &call)
{
    return vectored(call, Direction::Write, std::nullopt);
}

Task<Outcome<Values>> sysPreadv(Call &call)
{
    return vectored(call, Direction::Read, call.offset(4));
}

Task<Outcome<Values>> sysPwritev(Call &call)
{
    return vectored(call, Direction::Write, call.offset(4));
}

} // namespace

std::span<const CallEntry> transferCalls()
{
    static constexpr std::array kCalls{
        slow(NB_SYS_read, "read", 3, sysRead),       slow(NB_SYS_write, "write", 3, sysWrite),
        slow(NB_SYS_pread, "pread", 5, sysPread),    slow(NB_SYS_pwrite, "pwrite", 5, sysPwrite),
        slow(NB_SYS_readv, "readv", 3, sysReadv),    slow(NB_SYS_writev, "writev", 3, sysWritev),
        slow(NB_SYS_preadv, "preadv", 5, sysPreadv), slow(NB_SYS_pwritev, "pwritev", 5, sysPwritev),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
