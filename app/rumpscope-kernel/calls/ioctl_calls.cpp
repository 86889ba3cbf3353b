// SPDX-License-Identifier: GPL-3.0-or-later
// ioctl: what every open file has, the requests of kqueues, and what a console says of itself.
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/ipc/kqueue.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

/// A request's number says how long its argument is and which way it goes.
constexpr std::uint32_t kOut = 0x40000000;
constexpr std::uint32_t kIn = 0x80000000;
constexpr std::uint32_t kLengthShift = 16;
constexpr std::uint32_t kLengthMask = 0x1fff;
constexpr std::size_t kLongestArgument = kPageSize;
constexpr std::uint32_t kGetTerminal = 0x402c7413; // TIOCGETA

/// struct kfilter_mapping.
struct FilterMapping
{
    std::uint64_t name = 0; ///< where it is, or is to go
    std::uint64_t room = 0;
    std::uint32_t filter = 0;
    std::uint32_t padding = 0;
};

Outcome<Values> setCloseOnExec(Call &call, bool on)
{
    Descriptor *descriptor = call.process->descriptors.find(call.integer(0));
    if (descriptor == nullptr)
        return fail(NB_EBADF);
    descriptor->closeOnExec = on;
    return answer(0);
}

template<class T>
T argumentAs(const Bytes &argument)
{
    T value{};
    std::memcpy(&value, argument.data(), std::min(sizeof value, argument.size()));
    return value;
}

void setFlag(File &file, const Bytes &argument, std::uint32_t flag)
{
    const bool on = argumentAs<std::int32_t>(argument) != 0;
    file.setStatusFlags(on ? file.flags() | flag : file.flags() & ~flag);
}

/// What the name of a filter is: the name goes out before the structure does.
Task<Outcome<void>> giveFilterName(Call &call, const FilterMapping &mapping)
{
    const auto name = filterName(mapping.filter);
    if (!name)
        co_return fail(NB_ENOENT);
    std::string text(*name);
    text.push_back('\0');
    if (text.size() > mapping.room)
        co_return fail(NB_ENAMETOOLONG);
    co_return co_await call.memory.copyOut(mapping.name, std::as_bytes(std::span(text)));
}

Task<Outcome<void>> findFilter(Call &call, FilterMapping &mapping)
{
    const auto name = co_await call.memory.copyInString(mapping.name, kLongestFilterName);
    if (!name)
        co_return pass(name);
    const auto filter = filterNamed(*name);
    if (!filter)
        co_return fail(NB_ENOENT);
    mapping.filter = *filter;
    co_return Outcome<void>();
}

Task<Outcome<Values>> kqueueRequest(Call &call, std::uint32_t request, const Bytes &argument)
{
    auto mapping = argumentAs<FilterMapping>(argument);
    auto done = request == NB_KFILTER_BYNAME ? co_await findFilter(call, mapping)
                                             : co_await giveFilterName(call, mapping);
    if (!done)
        co_return pass(done);
    co_return answer(co_await call.copyOut(call.word(2), mapping));
}

/// Bytes that can be read, wait to be written, or find room: where a file counts them.
std::optional<std::int32_t> counted(const File &file, std::uint32_t request)
{
    const bool reads = request == NB_FIONREAD;
    if (!reads && request != NB_FIONWRITE && request != NB_FIONSPACE)
        return std::nullopt;
    if (file.kind() == File::Kind::Pipe || file.kind() == File::Kind::Socket)
        return !reads           ? std::nullopt
               : file.mayRead() ? std::optional(static_cast<std::int32_t>(file.readableCount()))
                                : std::optional(0);
    const auto inode = file.inode();
    const bool isPlain = inode != nullptr &&
                         (inode->kind() == Inode::Kind::Regular || inode->kind() == Inode::Kind::Directory);
    if (!isPlain)
        return std::nullopt;
    const auto left = static_cast<std::int64_t>(inode->size()) - file.position();
    return reads ? static_cast<std::int32_t>(left) : 0;
}

Task<Outcome<Values>> sysIoctl(Call &call)
{
    const auto found = call.file(0);
    if (!found)
        co_return pass(found);
    const FilePtr file = *found;
    const std::uint32_t request = call.bits(1);
    if (request == NB_FIOCLEX || request == NB_FIONCLEX)
        co_return setCloseOnExec(call, request == NB_FIOCLEX);
    const std::size_t length = (request >> kLengthShift) & kLengthMask;
    if (length > kLongestArgument)
        co_return fail(NB_ENOTTY);
    Bytes argument;
    if ((request & kIn) != 0 && length > 0) { // fetched before anybody asks whether the request is known
        argument.resize(length);
        auto copied = co_await call.memory.copyIn(call.word(2), argument);
        if (!copied)
            co_return pass(copied);
    }
    switch (request) {
    case NB_FIONBIO:
    case NB_FIOASYNC:
        setFlag(*file, argument, request == NB_FIONBIO ? NB_O_NONBLOCK : NB_O_ASYNC);
        if (!file->takesFlagRequests())
            break; // set all the same
        co_return answer(0);
    case kGetTerminal:
        if (!file->isTerminal())
            break;
        argument.resize(length); // its settings are all 0
        co_return answer(co_await call.memory.copyOut(call.word(2), argument));
    case NB_KFILTER_BYNAME:
    case NB_KFILTER_BYFILTER:
        if (file->kqueue() != nullptr)
            co_return co_await kqueueRequest(call, request, argument);
        break;
    default:
        break;
    }
    const auto count = counted(*file, request);
    if (!count)
        co_return tl::unexpected(file->unknownRequest());
    co_return answer(co_await call.copyOut(call.word(2), *count));
}

} // namespace

std::span<const CallEntry> ioctlCalls()
{
    static constexpr std::array kCalls{slow(NB_SYS_ioctl, "ioctl", 3, sysIoctl)};
    return kCalls;
}

} // namespace rumpscope::kernel
