// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/proc/user_memory.h"

namespace rumpscope::kernel {

bool UserMemory::Copy::await_ready()
{
    if (m_pending.length == 0)
        return true;
    if (m_pending.address == 0) {
        m_pending.error = Errno{NB_EFAULT};
        return true;
    }
    return false;
}

bool UserMemory::Copy::await_suspend(std::coroutine_handle<> waiter)
{
    m_pending.waiter = waiter;
    return m_memory.request(m_pending);
}

Outcome<void> UserMemory::CopyIn::await_resume()
{
    if (m_pending.error != Errno{})
        return tl::unexpected(m_pending.error);
    return {};
}

Outcome<std::string> UserMemory::CopyInString::await_resume()
{
    if (m_pending.error != Errno{})
        return tl::unexpected(m_pending.error);
    return std::move(m_pending.text);
}

Outcome<void> UserMemory::CopyOut::await_resume()
{
    if (m_error != Errno{})
        return tl::unexpected(m_error);
    if (m_memory.gone())
        return fail(NB_EINTR);
    return {};
}

UserMemory::CopyIn UserMemory::copyIn(std::uint64_t address, std::span<std::byte> room)
{
    PendingCopy pending;
    pending.address = address;
    pending.length = room.size();
    pending.room = room;
    return CopyIn(*this, std::move(pending));
}

UserMemory::CopyInString UserMemory::copyInString(std::uint64_t address, std::size_t limit)
{
    PendingCopy pending;
    pending.kind = PendingCopy::Kind::String;
    pending.address = address;
    pending.length = limit;
    return CopyInString(*this, std::move(pending));
}

UserMemory::CopyOut UserMemory::copyOut(std::uint64_t address, ByteView bytes)
{
    if (bytes.empty())
        return CopyOut(*this, Errno{});
    if (address == 0)
        return CopyOut(*this, Errno{NB_EFAULT});
    send(address, bytes);
    return CopyOut(*this, Errno{});
}

} // namespace rumpscope::kernel
