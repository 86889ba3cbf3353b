// SPDX-License-Identifier: GPL-3.0-or-later
// All sockets there are, for the kernel's lists of control blocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>

namespace rumpscope::kernel {

class Socket;

class SocketList
{
public:
    /// A socket's place, from its beginning to its end.
    class Place
    {
    public:
        Place(SocketList &list, Socket &socket)
            : m_list(list)
            , m_at(list.m_sockets.insert(list.m_sockets.begin(), &socket))
            , m_serial(++list.m_last)
        {}
        Place(const Place &) = delete;
        Place &operator=(const Place &) = delete;
        ~Place() { m_list.m_sockets.erase(m_at); }
        /// Counts sockets from 1: no two have the same.
        [[nodiscard]] std::uint64_t serial() const { return m_serial; }

    private:
        SocketList &m_list;
        std::list<Socket *>::iterator m_at;
        std::uint64_t m_serial;
    };

    /// Bytes that wait in all of them to be read; beyond kMostBuffered who sends is told ENOBUFS.
    std::size_t buffered = 0;
    static constexpr std::size_t kMostBuffered = std::size_t{64} << 20;
    [[nodiscard]] bool isFull() const { return buffered >= kMostBuffered; }

    /// The newest first.
    [[nodiscard]] const std::list<Socket *> &sockets() const { return m_sockets; }

private:
    std::list<Socket *> m_sockets;
    std::uint64_t m_last = 0;
};

} // namespace rumpscope::kernel
