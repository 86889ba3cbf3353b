// SPDX-License-Identifier: GPL-3.0-or-later
// sendto, recvfrom, sendmsg, recvmsg and their plurals.
#include "app/rumpscope-kernel/calls/io_vectors.h"
#include "app/rumpscope-kernel/calls/poll_wait.h"
#include "app/rumpscope-kernel/calls/rights_message.h"
#include "app/rumpscope-kernel/calls/socket_address.h"
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/files/socket_file.h"
#include "app/rumpscope-kernel/files/socket_transfer.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

/// struct msghdr.
struct MessageHeader
{
    std::uint64_t name = 0;
    std::uint32_t nameLength = 0;
    std::uint32_t padding = 0;
    std::uint64_t vectors = 0;
    std::uint32_t vectorCount = 0;
    std::uint32_t morePadding = 0;
    std::uint64_t control = 0;
    std::uint32_t controlLength = 0;
    std::uint32_t flags = 0;
};
static_assert(sizeof(MessageHeader) == layout::msghdr::kSize);

/// struct mmsghdr.
struct CountedHeader
{
    MessageHeader header;
    std::uint32_t count = 0;
    std::uint32_t padding = 0;
};
constexpr std::uint32_t kMostMessages = 1024;

SocketUse useOf(const FilePtr &file, std::uint32_t flags)
{
    return {static_cast<SocketFile &>(*file).shared(), file->nonBlocking(), flags};
}

/// What a send that failed or ended early answers.
Outcome<std::int64_t> sent(Call &call, const File &file, std::uint32_t flags, const Outcome<void> &outcome,
                           const Uio &uio)
{
    if (outcome || isPartial(outcome, uio))
        return static_cast<std::int64_t>(uio.moved());
    const bool quiet = (file.flags() & NB_O_NOSIGPIPE) != 0 || (flags & NB_MSG_NOSIGNAL) != 0;
    if (outcome.error() == Errno{NB_EPIPE} && !quiet)
        call.memory.raise(NB_SIGPIPE);
    return pass(outcome);
}

Task<Outcome<Values>> sysSendto(Call &call)
{
    Message message;
    if (call.word(4) != 0) {
        auto address = co_await fetchAddress(call, call.word(4), call.word(5));
        if (!address)
            co_return pass(address);
        message.to = std::move(*address);
    }
    const auto file = socketFile(call, 0);
    if (!file)
        co_return pass(file);
    if (call.word(2) > INT64_MAX)
        co_return fail(NB_EINVAL);
    std::vector<IoVector> vectors{IoVector{call.word(1), call.word(2)}};
    Uio uio(call.memory, std::move(vectors));
    const SocketUse use = useOf(*file, call.bits(3));
    const auto outcome = co_await send(call, use, uio, message);
    const auto count = sent(call, **file, call.bits(3), outcome, uio);
    co_return count ? answer(*count) : Outcome<Values>(pass(count));
}

Outcome<std::int64_t> got(const Outcome<void> &outcome, const Uio &uio)
{
    if (outcome || uio.moved() > 0)
        return static_cast<std::int64_t>(uio.moved());
    return pass(outcome);
}

Task<Outcome<Values>> sysRecvfrom(Call &call)
{
    const auto file = socketFile(call, 0);
    if (!file)
        co_return pass(file);
    if (call.word(2) > INT64_MAX)
        co_return fail(NB_EINVAL);
    std::vector<IoVector> vectors{IoVector{call.word(1), call.word(2)}};
    Uio uio(call.memory, std::move(vectors));
    Received received;
    const SocketUse use = useOf(*file, call.bits(3));
    const auto outcome = co_await receive(call, use, uio, received);
    const auto count = got(outcome, uio);
    if (!count)
        co_return pass(count);
    if (call.word(4) != 0) {
        std::uint32_t room = 0;
        auto copied = co_await call.copyIn(call.word(5), room);
        if (copied)
            copied = co_await giveAddress(call, received.from, call.word(4), call.word(5), room);
        if (!copied)
            co_return pass(copied);
    }
    co_return answer(*count);
}

/// One message, its header already here.
Task<Outcome<std::int64_t>> sendOne(Call &call, FilePtr file, MessageHeader &header, std::uint32_t flags)
{
    auto vectors = co_await fetchVectors(call, header.vectors, header.vectorCount);
    if (!vectors)
        co_return pass(vectors);
    Message message;
    if (header.name != 0) {
        auto address = co_await fetchAddress(call, header.name, header.nameLength);
        if (!address)
            co_return pass(address);
        message.to = std::move(*address);
    }
    Uio uio(call.memory, std::move(*vectors));
    const bool atomic = file->socket()->isAtomic();
    if (uio.left() == 0 && !atomic)
        co_return 0; // a stream has no empty messages
    RightsRequest request;
    if (header.control != 0 && header.controlLength > 0) {
        auto fetched = co_await fetchControl(call, header.control, header.controlLength);
        if (!fetched)
            co_return pass(fetched);
        request = *fetched;
    }
    const SocketUse use = useOf(file, flags);
    if (!request.isEmpty()) {
        auto rights = takeRights(call, request, file->socket()->domain);
        if (!rights) {
            // The bytes are fetched before the descriptors are looked at.
            std::vector<std::byte> bytes(std::min<std::uint64_t>(uio.left(), kLargeBuffer));
            auto fetched = co_await uio.fetch(bytes);
            co_return fetched ? Outcome<std::int64_t>(pass(rights)) : Outcome<std::int64_t>(pass(fetched));
        }
        message.rights = std::move(*rights);
    }
    const auto outcome = co_await send(call, use, uio, message);
    co_return sent(call, *file, flags, outcome, uio);
}

/// One message; the header comes back changed, and is the caller's to give to the client.
Task<Outcome<std::int64_t>> receiveOne(Call &call, FilePtr file, MessageHeader &header, std::uint32_t flags)
{
    auto vectors = co_await fetchVectors(call, header.vectors, header.vectorCount);
    if (!vectors)
        co_return pass(vectors);
    Uio uio(call.memory, std::move(*vectors));
    Received received;
    const SocketUse use = useOf(file, flags);
    const auto outcome = co_await receive(call, use, uio, received);
    const auto count = got(outcome, uio);
    if (!count)
        co_return count;
    header.flags = (flags & NB_MSG_USERFLAGS) | received.flags;
    if (header.name != 0) {
        auto given = co_await giveAddress(call, received.from, header.name, 0, header.nameLength);
        if (!given)
            co_return pass(given);
        header.nameLength =
            std::min<std::uint32_t>(header.nameLength, static_cast<std::uint32_t>(received.from.size()));
    } else {
        header.nameLength = 0;
    }
    ControlRoom room{header.control, header.controlLength};
    auto given =
        co_await giveRights(call, std::move(received.rights), room, (flags & NB_MSG_CMSG_CLOEXEC) != 0);
    if (!given)
        co_return pass(given);
    header.controlLength = given->length;
    header.flags |= given->cut ? NB_MSG_CTRUNC : 0U;
    if (given->length == 0 && header.control != 0 && !given->cut)
        header.control = room.address;
    co_return count;
}

/// What one call makes of each of its messages: sendOne or receiveOne.
using Transfer = Task<Outcome<std::int64_t>> (*)(Call &, FilePtr, MessageHeader &, std::uint32_t flags);
enum class HeaderAfter { Forgotten, GivenBack };

Task<Outcome<Values>> oneMessage(Call &call, Transfer transfer, HeaderAfter after)
{
    MessageHeader header;
    auto copied = co_await call.copyIn(call.word(1), header);
    if (!copied)
        co_return pass(copied);
    const auto file = socketFile(call, 0);
    if (!file)
        co_return pass(file);
    auto count = co_await transfer(call, *file, header, call.bits(2));
    if (!count)
        co_return pass(count);
    if (after == HeaderAfter::GivenBack)
        copied = co_await call.copyOut(call.word(1), header);
    co_return copied ? answer(*count) : Outcome<Values>(pass(copied));
}

Task<Outcome<Values>> sysSendmsg(Call &call)
{
    return oneMessage(call, sendOne, HeaderAfter::Forgotten);
}

Task<Outcome<Values>> sysRecvmsg(Call &call)
{
    return oneMessage(call, receiveOne, HeaderAfter::GivenBack);
}

/// The message with that index of sendmmsg and recvmmsg.
Task<Outcome<void>> oneOfMany(Call &call, Transfer transfer, const FilePtr &file, std::uint32_t index,
                              std::uint32_t flags)
{
    const std::uint64_t at = call.word(1) + std::uint64_t{index} * sizeof(CountedHeader);
    CountedHeader message;
    auto copied = co_await call.copyIn(at, message);
    if (!copied)
        co_return copied;
    auto count = co_await transfer(call, file, message.header, flags);
    if (!count)
        co_return pass(count);
    message.count = static_cast<std::uint32_t>(*count);
    co_return co_await call.copyOut(at, message);
}

/// Until one fails; what was done before that counts more. recvmmsg stops at `end` too.
Task<Outcome<Values>> manyMessages(Call &call, Transfer transfer, std::optional<TimePoint> end)
{
    const auto file = socketFile(call, 0);
    if (!file)
        co_return pass(file);
    std::uint32_t flags = call.bits(3);
    const bool waitsForOne = (flags & NB_MSG_WAITFORONE) != 0;
    flags &= ~static_cast<std::uint32_t>(NB_MSG_WAITFORONE);
    const std::uint32_t most = std::min(call.bits(2), kMostMessages);
    std::uint32_t done = 0;
    Outcome<void> last;
    while (done < most) {
        last = co_await oneOfMany(call, transfer, *file, done, flags);
        if (!last)
            break;
        ++done;
        if (waitsForOne)
            flags |= NB_MSG_DONTWAIT;
        if (end && SteadyClock::now() >= *end)
            break;
    }
    co_return done > 0 || last ? answer(done) : Outcome<Values>(pass(last));
}

Task<Outcome<Values>> sysSendmmsg(Call &call)
{
    return manyMessages(call, sendOne, std::nullopt);
}

Task<Outcome<Values>> sysRecvmmsg(Call &call)
{
    const auto timeout = co_await timeoutAt(call, 4);
    if (!timeout)
        co_return pass(timeout);
    std::optional<TimePoint> end;
    if (*timeout)
        end = SteadyClock::now() +
              std::chrono::seconds(std::clamp<std::int64_t>((*timeout)->seconds, 0, kLongestWait)) +
              std::chrono::nanoseconds(
                  std::clamp<std::int64_t>((*timeout)->nanoseconds, 0, kNanosecondsPerSecond));
    co_return co_await manyMessages(call, receiveOne, end);
}

} // namespace

std::span<const CallEntry> messageCalls()
{
    static constexpr std::array kCalls{
        slow(NB_SYS_sendto, "sendto", 6, sysSendto),       slow(NB_SYS_recvfrom, "recvfrom", 6, sysRecvfrom),
        slow(NB_SYS_sendmsg, "sendmsg", 3, sysSendmsg),    slow(NB_SYS_recvmsg, "recvmsg", 3, sysRecvmsg),
        slow(NB_SYS_sendmmsg, "sendmmsg", 4, sysSendmmsg), slow(NB_SYS_recvmmsg, "recvmmsg", 5, sysRecvmmsg),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
