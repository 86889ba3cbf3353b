// SPDX-License-Identifier: BSD-2-Clause
// Waiting at a socket until something has come. Handlers may run meanwhile for as long as they like, and
// call.
#pragma once

#include "clientcore/capi/host.h"

#include <atomic>
#include <limits>
#include <optional>

namespace rumpscope::capi {

/// Of one thread; where it says so, also of its handlers or of any.
class Watch
{
public:
    Watch() { arm(); }
    Watch(const Watch &) = delete;
    Watch &operator=(const Watch &) = delete;

    /// Before a wait, while nobody could call it off.
    void arm() { extent().store(kArmed, std::memory_order_relaxed); }
    /// A wait that has not begun yet does not: the kernel refuses the message. One that has begun ends when
    /// something comes or a handler has run. Any thread.
    void callOff() { extent().store(kNoMessage, std::memory_order_relaxed); }

    /// Returns when bytes may be there, the connection has ended, or for no reason. Takes nothing: others may
    /// read meanwhile.
    void wait(int fd)
    {
        m_takes = false;
        m_room = {&m_byte, 1};
        m_message.msg_hdr.msg_iov = &m_room;
        (void)host::receive(fd, m_message, MSG_PEEK);
    }
    /// Takes what comes, in one go: for a process of a single thread. False, and errno: nothing has come.
    /// Else taken() says what, from before a handler runs.
    [[nodiscard]] bool receive(int fd, std::span<std::byte> room)
    {
        m_takes = true;
        m_room = {room.data(), room.size()};
        m_message.msg_hdr.msg_iov = &m_room;
        count().store(kNothing, std::memory_order_relaxed);
        return host::receive(fd, m_message, 0) == 1;
    }
    /// What taken() would say now.
    [[nodiscard]] std::optional<std::size_t> there()
    {
        const unsigned bytes = count().load(std::memory_order_relaxed);
        return !m_takes || bytes == kNothing ? std::nullopt : std::optional<std::size_t>(bytes);
    }
    /// Of the latest receive(), once: how many bytes came, 0 at the end. Nothing: a handler's call has had
    /// it, or nothing has come. The thread and its handlers; whoever asks first has the bytes.
    [[nodiscard]] std::optional<std::size_t> taken()
    {
        if (!m_takes)
            return std::nullopt;
        const unsigned bytes = count().exchange(kNothing, std::memory_order_relaxed);
        return bytes == kNothing ? std::nullopt : std::optional<std::size_t>(bytes);
    }

private:
    using Extent = decltype(msghdr::msg_iovlen);
    static constexpr Extent kArmed = 1;
    static constexpr Extent kNoMessage = std::numeric_limits<Extent>::max(); ///< EMSGSIZE
    static constexpr unsigned kNothing = std::numeric_limits<unsigned>::max();

    [[nodiscard]] std::atomic_ref<Extent> extent() { return std::atomic_ref(m_message.msg_hdr.msg_iovlen); }
    [[nodiscard]] std::atomic_ref<unsigned> count() { return std::atomic_ref(m_message.msg_len); }

    bool m_takes = false; ///< the latest wait was a receive()
    std::byte m_byte{};
    iovec m_room{};
    mmsghdr m_message{.msg_hdr = {}, .msg_len = kNothing};
};

} // namespace rumpscope::capi
