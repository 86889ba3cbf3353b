// SPDX-License-Identifier: BSD-2-Clause
// The server's own requests: the program's memory, as far as calls lend it, anonymous maps, signals.
#include "clientcore/capi/client.h"
#include "clientcore/capi/host.h"
#include "clientcore/capi/safe_memory.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

namespace rumpscope::capi {

namespace {

/// More than any request of a page-wise kernel; what is beyond is a broken server.
constexpr std::uint64_t kLargestCopy = 16U << 20;

void *pointer(std::uintptr_t address)
{
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the address of a call's own argument, back from the server
    return reinterpret_cast<void *>(address);
}

} // namespace

const char *Client::serve(Connection &connection, const wire::FrameView &frame)
{
    switch (frame.header.type) {
    case wire::FrameType::CopyIn:
        return copyIn(connection, frame);
    case wire::FrameType::CopyInStr:
        return copyInString(connection, frame);
    case wire::FrameType::CopyOut:
    case wire::FrameType::CopyOutStr:
        return copyOut(frame);
    case wire::FrameType::AnonMmap:
        return mapAnonymous(connection, frame);
    case wire::FrameType::Raise:
        // Held back now, handled before the call that brings it returns.
        if (const int signal = hostSignal(frame.header.word); signal > 0)
            ::raise(signal);
        return nullptr;
    case wire::FrameType::Handshake:
    case wire::FrameType::Syscall:
    case wire::FrameType::Prefork:
        break;
    }
    return "it sent a request that only clients may send";
}

/// What the calls under way, and those before them, let the server do there.
Client::Permission Client::permission(std::uintptr_t address, std::size_t length, Access access)
{
    const std::lock_guard lock(m_lock);
    bool outsideCatalog = false;
    const auto lends = [&](const Waiting &waiting) {
        if (waiting.outcome != Waiting::Outcome::Pending || waiting.kind != Waiting::Kind::Syscall)
            return false;
        outsideCatalog = outsideCatalog || !waiting.lent.known();
        return waiting.lent.find(address, length, access) != nullptr;
    };
    if (const Waiting *first = leader(); first != nullptr && lends(*first))
        return Permission::Lent;
    for (const Waiting *waiting = m_waiting.first(); waiting != nullptr; waiting = waiting->next) {
        if (lends(*waiting))
            return Permission::Lent;
    }
    if (!m_kept.empty() && m_kept.holds(address, length, access))
        return Permission::Lent;
    return outsideCatalog || m_settings.guard == Guard::Off ? Permission::Anything : Permission::Refused;
}

/// Says it, as the user has chosen. True: the server loses the connection.
bool Client::violation(const char *what, std::uintptr_t address, std::uint64_t length)
{
    const Guard guard = m_settings.guard;
    say(m_settings, "rumpclient: the kernel asked to {} {} bytes at {:#x}, which no call lent it{}", what,
        length, address,
        guard == Guard::Zeros   ? "; it gets zeros."
        : guard == Guard::Fatal ? "; the process is aborted."
                                : ".");
    if (guard == Guard::Fatal)
        std::abort();
    return guard != Guard::Zeros;
}

const char *Client::copyIn(Connection &connection, const wire::FrameView &frame)
{
    const auto wanted = wire::decodeCopyIn(frame);
    if (!wanted || wanted->length > kLargestCopy)
        return "it asked for memory in a way that makes no sense";
    const auto length = static_cast<std::size_t>(wanted->length);
    switch (permission(wanted->address, length, Access::Read)) {
    case Permission::Lent:
        if (reply(connection, frame.header,
                  {static_cast<const std::byte *>(pointer(wanted->address)), length}))
            return nullptr;
        break;
    case Permission::Anything:
        m_bounce.resize(length);
        if (readMemory(wanted->address, m_bounce.data(), length)) {
            (void)reply(connection, frame.header, m_bounce);
            return nullptr;
        }
        break;
    case Permission::Refused:
        if (violation("read", wanted->address, length))
            return kSaid;
        m_bounce.assign(length, std::byte{0});
        (void)reply(connection, frame.header, m_bounce);
        return nullptr;
    }
    return "a call named memory that cannot be read, and the protocol has no answer for that";
}

/// A string can be refused: the call fails with ENAMETOOLONG, and the connection stays.
const char *Client::copyInString(Connection &connection, const wire::FrameView &frame)
{
    const auto wanted = wire::decodeCopyIn(frame);
    if (!wanted || wanted->length > kLargestCopy)
        return "it asked for a string in a way that makes no sense";
    auto longest = static_cast<std::size_t>(wanted->length);
    std::size_t length = 0;
    const Permission allowed = permission(wanted->address, longest, Access::String);
    if (allowed == Permission::Lent)
        longest = std::min(longest, kLongestString); // a string that does not end has lent no more
    if (allowed == Permission::Refused) {
        const bool zero = !violation("read a string of up to", wanted->address, longest) && longest > 0;
        m_bounce.assign(zero ? 1 : 0, std::byte{0});
        length = m_bounce.size();
    } else {
        m_bounce.resize(longest);
        length = readString(wanted->address, reinterpret_cast<char *>(m_bounce.data()), longest);
        if (length > 0 && m_bounce[length - 1] != std::byte{0})
            length = 0;
    }
    (void)reply(connection, frame.header, wire::ByteView(m_bounce).first(length));
    return nullptr;
}

const char *Client::copyOut(const wire::FrameView &frame)
{
    const auto given = wire::decodeCopyOut(frame);
    if (!given)
        return "it sent data for memory in a way that makes no sense";
    if (given->data.empty())
        return nullptr;
    switch (permission(given->address, given->data.size(), Access::Write)) {
    case Permission::Lent:
        std::memcpy(pointer(given->address), given->data.data(), given->data.size());
        finishTransfer(given->address, given->data);
        return nullptr;
    case Permission::Anything:
        if (writeMemory(given->address, given->data.data(), given->data.size()))
            return nullptr;
        return "a call named memory that cannot be written";
    case Permission::Refused:
        break;
    }
    return violation("write", given->address, given->data.size()) ? kSaid : nullptr;
}

/// A copyout of a control block may say that an asynchronous transfer is over: then nothing of it is lent.
void Client::finishTransfer(std::uintptr_t address, wire::ByteView data)
{
    const std::lock_guard lock(m_lock);
    if (!m_kept.empty() && aioFinished(data))
        m_kept.release(address);
}

const char *Client::mapAnonymous(Connection &connection, const wire::FrameView &frame)
{
    const auto length = wire::decodeAnonMmapRequest(frame);
    if (!length)
        return "it asked for a map in a way that makes no sense";
    std::uint64_t address = 0;
    {
        const std::lock_guard lock(m_lock);
        address = m_kept.mapAnonymous(*length);
    }
    (void)reply(connection, frame.header, std::as_bytes(std::span(&address, 1)));
    return nullptr;
}

/// One send, straight from the program's memory. False: that memory is not there. When the connection is gone
/// its end is next to be read, which is soon enough.
bool Client::reply(Connection &connection, const wire::Header &request, wire::ByteView payload)
{
    const bool isMap = request.type == wire::FrameType::AnonMmap;
    std::array<std::byte, wire::kHeaderSize> header;
    wire::encodeHeader({wire::kHeaderSize + payload.size(), request.reqno, wire::FrameClass::Response,
                        isMap ? wire::FrameType::AnonMmap : wire::FrameType::CopyIn, 0},
                       header);
    std::array<iovec, 2> parts{
        {{header.data(), header.size()}, {const_cast<std::byte *>(payload.data()), payload.size()}}};
    std::span<iovec> left(parts);
    const Guarded whole = frameTurn();
    while (!left.empty()) {
        msghdr message{};
        message.msg_iov = left.data();
        message.msg_iovlen = left.size();
        const ssize_t sent = host::send(connection.fd(), message);
        if (sent < 0 && errno == EFAULT)
            return false;
        if (sent < 0 && errno != EINTR) {
            connection.shutDown();
            return true;
        }
        auto done = static_cast<std::size_t>(sent > 0 ? sent : 0);
        while (!left.empty() && done >= left.front().iov_len) {
            done -= left.front().iov_len;
            left = left.subspan(1);
        }
        if (!left.empty()) {
            left.front().iov_base = static_cast<std::byte *>(left.front().iov_base) + done;
            left.front().iov_len -= done;
        }
    }
    return true;
}

} // namespace rumpscope::capi
