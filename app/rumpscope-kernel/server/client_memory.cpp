// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/server/client_memory.h"

#include "app/rumpscope-kernel/server/limits.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace rumpscope::kernel {

namespace {

/// Exactly what was asked for, or EFAULT.
Errno takeBytes(PendingCopy &pending, ByteView payload)
{
    if (payload.size() != pending.length)
        return Errno{NB_EFAULT};
    std::memcpy(pending.room.data(), payload.data(), payload.size());
    return Errno{};
}

/// An empty answer refuses: the kernel takes it for a string that is too long.
Errno takeString(PendingCopy &pending, ByteView payload)
{
    if (payload.size() > pending.length)
        return Errno{NB_EFAULT};
    const auto end = std::find(payload.begin(), payload.end(), std::byte{0});
    if (end == payload.end())
        return Errno{NB_ENAMETOOLONG};
    pending.text.assign(reinterpret_cast<const char *>(payload.data()),
                        static_cast<std::size_t>(end - payload.begin()));
    return Errno{};
}

} // namespace

void ClientMemory::answered(const wire::FrameView &frame)
{
    const auto found = m_pending.find(frame.header.reqno);
    if (found == m_pending.end())
        return;
    PendingCopy &pending = *found->second;
    m_pending.erase(found);
    const bool isString = pending.kind == PendingCopy::Kind::String;
    const bool hasNul = isString && !frame.payload.empty();
    m_seen.note(pending.address, frame.payload.first(frame.payload.size() - (hasNul ? 1 : 0)));
    pending.error = isString ? takeString(pending, frame.payload) : takeBytes(pending, frame.payload);
    m_scheduler.makeReady(pending.waiter);
}

void ClientMemory::outputLeft()
{
    // One at a time: each writes more before it looks whether there is room.
    if (m_waitingForRoom.empty() || !roomToSend())
        return;
    m_scheduler.makeReady(m_waitingForRoom.front());
    m_waitingForRoom.pop_front();
}

void ClientMemory::disconnect()
{
    m_gone = true;
    for (const auto &[number, pending] : std::exchange(m_pending, {})) {
        pending->error = Errno{NB_EINTR};
        m_scheduler.makeReady(pending->waiter);
    }
    for (const auto waiter : std::exchange(m_waitingForRoom, {}))
        m_scheduler.makeReady(waiter);
}

void ClientMemory::raise(std::int32_t signal)
{
    // Who reads nothing has signals enough to find: one more would change nothing, and cost us memory.
    if (!m_gone && roomToSend())
        m_output.writer().raise(m_nextRequest++, static_cast<std::uint32_t>(signal));
}

bool ClientMemory::request(PendingCopy &pending)
{
    if (m_gone) {
        pending.error = Errno{NB_EINTR};
        return false;
    }
    const std::uint64_t number = m_nextRequest++;
    const wire::CopyInRequest wanted{pending.length, pending.address};
    if (pending.kind == PendingCopy::Kind::String)
        m_output.writer().copyInStr(number, wanted);
    else
        m_output.writer().copyIn(number, wanted);
    m_pending.emplace(number, &pending);
    return true;
}

void ClientMemory::send(std::uint64_t address, ByteView bytes)
{
    m_seen.note(address, bytes);
    if (!m_gone)
        m_output.writer().copyOut(m_nextRequest++, address, bytes);
}

bool ClientMemory::roomToSend()
{
    return m_gone || m_output.hasRoom();
}

} // namespace rumpscope::kernel
