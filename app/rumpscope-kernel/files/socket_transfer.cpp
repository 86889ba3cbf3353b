// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/files/socket_transfer.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

bool waits(const SocketUse &use)
{
    return !use.nonBlocking && (use.flags & static_cast<std::uint32_t>(NB_MSG_DONTWAIT | NB_MSG_NBIO)) == 0;
}

std::optional<TimePoint> deadline(std::chrono::microseconds timeout)
{
    if (timeout.count() == 0)
        return std::nullopt;
    return SteadyClock::now() + timeout;
}

/// Whether the socket can send at all.
Outcome<void> maySend(Socket &socket, const Message &message)
{
    if (socket.cannotSend)
        return fail(NB_EPIPE);
    if (const std::int32_t error = socket.takeError(); error != 0)
        return fail(error);
    if (socket.connected)
        return {};
    if (socket.hasConnections())
        return fail(NB_ENOTCONN);
    return message.to.empty() ? Outcome<void>(fail(NB_EDESTADDRREQ)) : Outcome<void>();
}

/// Until there is room for some of `left` bytes.
Task<Outcome<void>> waitForRoom(Call &call, const SocketUse &use, const Message &message, std::uint64_t left)
{
    const auto until = deadline(use.socket->options.sendTimeout);
    for (;;) {
        auto may = maySend(*use.socket, message);
        if (!may)
            co_return may;
        if (call.kernel.network.sockets.isFull())
            co_return fail(NB_ENOBUFS);
        if (!use.socket->mustWaitToSend(left))
            co_return Outcome<void>();
        if (!waits(use))
            co_return fail(NB_EAGAIN);
        auto waited = co_await call.waitOn(use.socket->writable, until);
        if (!waited)
            co_return waited;
    }
}

/// The next buffer from the client.
Task<Outcome<Segment>> fetchSegment(Uio &uio, SegmentShape shape)
{
    Segment segment;
    segment.capacity = shape.capacity;
    segment.bytes.resize(shape.take);
    auto fetched = co_await uio.fetch(segment.bytes);
    if (!fetched)
        co_return pass(fetched);
    co_return segment;
}

Task<Outcome<void>> sendWhole(Call &call, const SocketUse &use, Uio &uio, Message &message)
{
    if (uio.left() > use.socket->largestRecord())
        co_return fail(NB_EMSGSIZE);
    auto ready = co_await waitForRoom(call, use, message, uio.left());
    if (!ready)
        co_return ready;
    SocketRecord record;
    while (uio.left() > 0) {
        auto segment =
            co_await fetchSegment(uio, nextSegment(uio.left(), use.socket->largestRecord() - uio.moved(),
                                                   record.segments.empty(), true));
        if (!segment)
            co_return pass(segment);
        record.segments.push_back(std::move(*segment));
    }
    record.rights = std::move(message.rights);
    co_return use.socket->sendRecord(*call.process, std::move(record), message.to);
}

Task<Outcome<void>> sendBytes(Call &call, const SocketUse &use, Uio &uio, Message &message)
{
    do {
        auto ready = co_await waitForRoom(call, use, message, uio.left());
        if (!ready)
            co_return ready;
        while (uio.left() > 0 && use.socket->sendSpace() > 0 && !use.socket->cannotSend) {
            auto segment =
                co_await fetchSegment(uio, nextSegment(uio.left(), use.socket->sendSpace(), true, false));
            if (!segment)
                co_return pass(segment);
            if (use.socket->cannotSend)
                break; // the next look says why
            if (message.rights != nullptr)
                use.socket->sendRights(std::move(message.rights), std::move(*segment));
            else
                use.socket->sendStream(std::move(*segment));
        }
    } while (uio.left() > 0);
    co_return Outcome<void>();
}

/// Until there is something to read: false at the end of the stream.
Task<Outcome<bool>> waitForData(Call &call, const SocketUse &use)
{
    Socket &socket = *use.socket;
    const auto until = deadline(socket.options.receiveTimeout);
    for (;;) {
        if (!socket.receive.empty())
            co_return true;
        if (const std::int32_t error = socket.takeError(); error != 0)
            co_return fail(error);
        if (socket.cannotReceive)
            co_return false;
        if (!socket.connected && socket.hasConnections())
            co_return fail(NB_ENOTCONN);
        if (!waits(use))
            co_return fail(NB_EAGAIN);
        auto waited = co_await call.waitOn(socket.readable, until);
        if (!waited)
            co_return pass(waited);
    }
}

/// One buffer of the front record, or what of it is wanted.
std::vector<std::byte> pieceAt(const SocketRecord &record, std::size_t offset, std::uint64_t most)
{
    for (const Segment &segment : record.segments) {
        if (offset >= segment.size()) {
            offset -= segment.size();
            continue;
        }
        const std::size_t count = std::min<std::uint64_t>(segment.size() - offset, most);
        const auto from = segment.bytes.begin() + static_cast<std::ptrdiff_t>(segment.begin + offset);
        return {from, from + static_cast<std::ptrdiff_t>(count)};
    }
    return {};
}

/// Gives out the front record, buffer by buffer.
Task<Outcome<void>> takeRecord(const SocketUse &use, Uio &uio, Received &received)
{
    SocketBuffer &queue = use.socket->receive;
    const bool peek = (use.flags & NB_MSG_PEEK) != 0;
    const bool whole = use.socket->isAtomic();
    received.from = queue.front().from;
    if (!peek)
        received.rights = std::move(queue.front().rights);
    std::size_t offset = 0;
    std::uint64_t most = whole ? uio.left() : std::min<std::uint64_t>(uio.left(), use.socket->visible());
    while (most > 0 && !queue.empty()) {
        const auto piece = pieceAt(queue.front(), offset, most);
        if (piece.empty())
            break;
        if (auto checked = uio.check(); !checked)
            co_return checked;
        const bool last = piece.size() == queue.front().size();
        most -= piece.size();
        if (peek || whole)
            offset += piece.size();
        else
            queue.consume(piece.size());
        auto stored = co_await uio.store(piece);
        if (!stored)
            co_return stored;
        if (last && !whole)
            break;
    }
    if (whole && !queue.empty() && offset < queue.front().size())
        received.flags |= NB_MSG_TRUNC;
    if (whole && !peek && !queue.empty())
        queue.popFront();
    if (!peek)
        use.socket->consumed();
    co_return Outcome<void>();
}

} // namespace

Task<Outcome<void>> send(Call &call, SocketUse use, Uio &uio, Message &message)
{
    if ((use.flags & NB_MSG_OOB) != 0)
        co_return fail(NB_EOPNOTSUPP);
    if (!message.to.empty() && use.socket->hasConnections())
        message.to.clear(); // it has only one peer
    if (auto may = maySend(*use.socket, message); !may)
        co_return may;
    if (!message.to.empty() && use.socket->connected) {
        // The bytes are fetched before anybody looks where they are to go.
        while (uio.left() > 0) {
            auto segment = co_await fetchSegment(uio, nextSegment(uio.left(), uio.left(), true, true));
            if (!segment)
                co_return pass(segment);
        }
        co_return fail(NB_EISCONN);
    }
    if (use.socket->isAtomic())
        co_return co_await sendWhole(call, use, uio, message);
    if (uio.left() == 0)
        co_return Outcome<void>();
    co_return co_await sendBytes(call, use, uio, message);
}

Task<Outcome<void>> receive(Call &call, SocketUse use, Uio &uio, Received &received)
{
    if ((use.flags & NB_MSG_OOB) != 0)
        co_return fail(NB_EOPNOTSUPP);
    const bool all = (use.flags & NB_MSG_WAITALL) != 0 && (use.flags & NB_MSG_PEEK) == 0;
    do {
        if (uio.left() == 0 && use.socket->receive.empty())
            co_return Outcome<void>();
        auto ready = co_await waitForData(call, use);
        if (!ready)
            co_return pass(ready);
        if (!*ready)
            co_return Outcome<void>();
        auto taken = co_await takeRecord(use, uio, received);
        if (!taken)
            co_return taken;
    } while (all && uio.left() > 0 && !use.socket->isAtomic() && received.rights == nullptr);
    co_return Outcome<void>();
}

} // namespace rumpscope::kernel
