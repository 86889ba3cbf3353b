// SPDX-License-Identifier: BSD-2-Clause
// Copies between the server and the program's memory, as far as calls lend it.
#include "clientcore/capi/client.h"
#include "clientcore/capi/safe_memory.h"

#include <algorithm>
#include <cstring>

namespace rumpscope::capi {

namespace {

/// Of copies that pass through a buffer of ours, because the memory is not lent, or may not be there.
constexpr std::uint64_t kLargestCopy = 16U << 20;
/// Memory that is asked about at once, where the kernel writes on from one page into the next.
constexpr std::uintptr_t kAhead = 64U << 10;

void *pointer(std::uintptr_t address)
{
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the address of a call's own argument, back from the server
    return reinterpret_cast<void *>(address);
}

} // namespace

const char *Client::copyIn(Connection &connection, const wire::FrameView &frame)
{
    const auto wanted = wire::decodeCopyIn(frame);
    if (!wanted)
        return "it asked for memory in a way that makes no sense";
    const auto length = static_cast<std::size_t>(wanted->length);
    const Grant grant = permission(wanted->address, length, Access::Read);
    switch (grant.permission) {
    case Permission::Lent:
        if (reply(connection, frame.header,
                  {static_cast<const std::byte *>(pointer(wanted->address)), length}))
            return nullptr;
        break;
    case Permission::Anything:
        if (length > kLargestCopy)
            return tooLong("asked for a copy of memory that no call lent it,", length, kLargestCopy);
        m_bounce.resize(length);
        if (readMemory(wanted->address, m_bounce.data(), length)) {
            (void)reply(connection, frame.header, m_bounce);
            return nullptr;
        }
        break;
    case Permission::Refused:
        if (violation("read", wanted->address, length))
            return kSaid;
        if (length > kLargestCopy)
            return tooLong("asked for a copy of memory that no call lent it,", length, kLargestCopy);
        m_bounce.assign(length, std::byte{0});
        (void)reply(connection, frame.header, m_bounce);
        return nullptr;
    }
    // Anything sent instead would be taken for the program's data.
    say(m_settings, "rumpclient: the program gave a call a bad pointer: of the ", length, " bytes at ",
        Hex{wanted->address},
        " that the kernel asked for some are not there any more, and rump_sp has no way to "
        "say that.");
    return kSaid;
}

/// A string can be refused: the call fails, and the connection stays.
const char *Client::copyInString(Connection &connection, const wire::FrameView &frame)
{
    const auto wanted = wire::decodeCopyIn(frame);
    if (!wanted)
        return "it asked for a string in a way that makes no sense";
    const Grant grant = permission(wanted->address, static_cast<std::size_t>(wanted->length), Access::String);
    std::size_t length = 0;
    if (grant.permission == Permission::Refused) {
        const bool zero =
            !violation("read a string of up to", wanted->address, wanted->length) && wanted->length > 0;
        m_bounce.assign(zero ? 1 : 0, std::byte{0});
        length = m_bounce.size();
    } else {
        if (grant.room > kLargestCopy)
            return tooLong("asked for a string", grant.room, kLargestCopy);
        m_bounce.resize(grant.room);
        length = readString(wanted->address, reinterpret_cast<char *>(m_bounce.data()), grant.room);
        if (length == 0 && grant.permission == Permission::Lent)
            blameProgram(wanted->address, grant.reqno);
        if (length > 0 && m_bounce[length - 1] != std::byte{0})
            length = 0; // it does not end where it should
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
    const Grant grant = permission(given->address, given->data.size(), Access::Write);
    if (grant.permission == Permission::Refused)
        return violation("write", given->address, given->data.size()) ? kSaid : nullptr;
    store(given->address, given->data, grant);
    return nullptr;
}

/// A copy longer than what is received at once is not kept until it is whole: its pieces go where they
/// belong as they come. `head` is the header and what follows it up to the data.
const char *Client::beginLongCopy(Connection &connection, std::span<const std::byte, kCopyOutHead> head)
{
    const std::uint64_t size = wire::decodeHeader(head.first<wire::kHeaderSize>()).length - kCopyOutHead;
    std::array<std::uint64_t, 2> words{};
    std::memcpy(words.data(), head.data() + wire::kHeaderSize, sizeof words);
    const auto [length, address] = words;
    if (length != size)
        return "it sent data for memory in a way that makes no sense";
    const bool allowed = permission(address, size, Access::Write).permission != Permission::Refused;
    if (!allowed && violation("write", address, size))
        return kSaid;
    connection.longCopy = {address, size, !allowed};
    return nullptr;
}

/// Takes what of `bytes` belongs to the copy that has begun.
const char *Client::continueLongCopy(Connection &connection, wire::ByteView &bytes)
{
    Connection::LongCopy &copy = connection.longCopy;
    const auto piece =
        bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(copy.left, bytes.size())));
    bytes = bytes.subspan(piece.size());
    const std::uintptr_t address = copy.address;
    copy.address += piece.size();
    copy.left -= piece.size();
    if (copy.dropped)
        return nullptr;
    const Grant grant = permission(address, piece.size(), Access::Write);
    if (grant.permission == Permission::Refused) // its call is over already
        return violation("write", address, piece.size()) ? kSaid : nullptr;
    store(address, piece, grant);
    return nullptr;
}

/// Writes what is allowed. Where the memory is not there, nothing is written and the call will say so.
void Client::store(std::uintptr_t address, wire::ByteView data, const Grant &grant)
{
    if (grant.permission == Permission::Anything) {
        if (!writeMemory(address, data.data(), data.size()))
            blameProgram(address, grant.reqno);
        return;
    }
    if (!isThere(address, data.size(), grant)) {
        blameProgram(address, grant.reqno);
        return;
    }
    std::memcpy(pointer(address), data.data(), data.size());
    finishTransfer(address, data);
}

/// Whether lent memory can be written: its pages are asked about once a call, and ahead of a kernel that
/// writes page after page.
bool Client::isThere(std::uintptr_t address, std::size_t size, const Grant &grant)
{
    const std::uintptr_t last = address + size - 1;
    KnownPages &known = m_knownPages;
    const bool sameCall = known.reqno == grant.reqno && known.generation == m_generation && known.end != 0;
    if (sameCall && address >= known.begin && last < known.end)
        return true;
    if (sameCall && address >= known.begin && address <= known.end) {
        const std::uintptr_t end = std::max(last, std::min(grant.end - 1, known.end + kAhead));
        if (makeWritable(known.end, pageOf(end) + kPageSize)) {
            known.end = pageOf(end) + kPageSize;
            return true;
        }
    }
    if (!canWrite(address, size))
        return false;
    known = {grant.reqno, m_generation, pageOf(address), pageOf(last) + kPageSize};
    return true;
}

} // namespace rumpscope::capi
