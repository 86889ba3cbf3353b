// SPDX-License-Identifier: BSD-2-Clause
// The server's own requests: what they may touch, and those that copy nothing (client_copies.cpp has the
// others).
#include "clientcore/abi/catalog.h"
#include "clientcore/capi/client.h"
#include "clientcore/capi/host.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <utility>

namespace rumpscope::capi {

namespace {

/// A nameless call is one outside the catalog.
std::string_view nameOf(std::uint32_t number)
{
    const abi::Call *call = abi::findCall(number);
    return call != nullptr ? call->name : "a call outside the catalog";
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

/// The call under way, if any, for which `asks` is true.
template<class Asks>
Waiting *Client::findLender(const Asks &asks)
{
    const auto lends = [&](Waiting &waiting) {
        return waiting.outcome == Waiting::Outcome::Pending && waiting.kind == Waiting::Kind::Syscall &&
               asks(waiting);
    };
    if (Waiting *first = leader(); first != nullptr && lends(*first))
        return first;
    for (Waiting *waiting = m_waiting.first(); waiting != nullptr; waiting = waiting->next) {
        if (lends(*waiting))
            return waiting;
    }
    return nullptr;
}

/// What the calls under way, and those before them, let the server do there. What it is allowed to write
/// counts as written from here on.
Client::Grant Client::permission(std::uintptr_t address, std::size_t length, Access access)
{
    const std::lock_guard lock(m_lock);
    Grant grant;
    bool outsideCatalog = false;
    const Waiting *lender = findLender([&](Waiting &waiting) {
        LentRanges &lent = waiting.lent;
        if (!lent.known()) {
            outsideCatalog = true;
            grant.reqno = waiting.reqno;
        }
        if (access == Access::String) {
            grant.room = lent.stringRoom(address, length);
            return grant.room > 0;
        }
        const Range *range = lent.find(address, length, access);
        if (range == nullptr)
            return access == Access::Read && lent.canReadBack(address, length);
        if (access == Access::Write) {
            grant.end = range->address + range->length;
            lent.noteWritten(address, length);
        }
        return true;
    });
    if (lender != nullptr) {
        grant.permission = Permission::Lent;
        grant.reqno = lender->reqno;
        return grant;
    }
    grant.room = access == Access::String ? m_kept.stringRoom(address, length) : 0;
    if (grant.room > 0 || (!m_kept.empty() && m_kept.holds(address, length, access))) {
        grant.permission = Permission::Lent;
        grant.end = address + length;
    } else if (outsideCatalog || m_settings.guard == Guard::Off) {
        grant.permission = Permission::Anything;
        grant.room = length;
    }
    return grant;
}

/// Says it, as the user has chosen. True: the server loses the connection.
bool Client::violation(const char *what, std::uintptr_t address, std::uint64_t length)
{
    const Guard guard = m_settings.guard;
    say(m_settings, "rumpclient: the kernel asked to ", what, " ", length, " bytes at ", Hex{address},
        ", which no call lent it",
        guard == Guard::Zeros   ? "; it gets zeros."
        : guard == Guard::Fatal ? "; the process is aborted."
                                : ".");
    if (guard == Guard::Fatal)
        std::abort();
    return guard != Guard::Zeros;
}

/// What a call's argument points to is not there. It fails with EFAULT when it is answered, whatever the
/// kernel makes of the copy; copies that outlive their call have nobody to tell.
void Client::blameProgram(std::uintptr_t address, std::uint64_t reqno)
{
    std::optional<std::uint32_t> number;
    {
        const std::lock_guard lock(m_lock);
        Waiting *lender = findLender([&](Waiting &waiting) { return waiting.reqno == reqno; });
        if (lender != nullptr && !std::exchange(lender->badPointer, true))
            number = lender->number;
    }
    if (number)
        tellBadPointer(*number, address);
}

void Client::tellBadPointer(std::uint32_t number, std::uintptr_t address)
{
    say(m_settings, "rumpclient: the program gave ", nameOf(number), " (system call ", number,
        ") a bad pointer: the memory at ", Hex{address}, " is not there. The call fails with EFAULT.");
}

/// For a peer that cannot be understood: says so, with both numbers.
const char *Client::tooLong(const char *what, std::uint64_t length, std::uint64_t limit)
{
    say(m_settings, "rumpclient: the kernel ", what, " of ", length, " bytes at once; up to ", limit,
        " are taken.");
    return kSaid;
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
