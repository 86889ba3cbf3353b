// SPDX-License-Identifier: GPL-3.0-or-later
// A socket, whatever its protocol.
#pragma once

#include "app/rumpscope-kernel/net/socket_buffer.h"
#include "app/rumpscope-kernel/net/socket_list.h"
#include "app/rumpscope-kernel/net/socket_options.h"
#include "app/rumpscope-kernel/sched/wait_queue.h"

#include <algorithm>
#include <utility>

namespace rumpscope::kernel {

class Process;
class Socket;
using SocketPtr = std::shared_ptr<Socket>;
using AddressBytes = std::vector<std::byte>; ///< a struct sockaddr

/// State and rules all sockets share; what a protocol does differently is virtual.
class Socket : public std::enable_shared_from_this<Socket>
{
public:
    Socket(SocketList &list, std::int32_t socketDomain, std::int32_t socketType, BufferSizes sizes);
    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;
    virtual ~Socket() = default;

    const std::int32_t domain;
    const std::int32_t type;
    /// One message is one record: datagrams and sequenced packets.
    [[nodiscard]] bool isAtomic() const { return type != NB_SOCK_STREAM; }
    [[nodiscard]] bool hasConnections() const { return type != NB_SOCK_DGRAM; }

    [[nodiscard]] virtual Outcome<void> bind(const Process &asker, const AddressBytes &address) = 0;
    /// Makes the connection, or tells the kernel to make it; EINPROGRESS and EISCONN are the caller's
    /// business. EAGAIN: there is no room yet, wait on writable.
    [[nodiscard]] virtual Outcome<void> connect(const Process &asker, const AddressBytes &address) = 0;
    /// What a protocol checks and does before connections can come.
    [[nodiscard]] virtual Outcome<void> listen(const Process &asker) = 0;
    [[nodiscard]] virtual AddressBytes localName() const = 0;
    /// Its connection has ended and taken name and port with it: nothing can be done with it but close.
    [[nodiscard]] virtual bool isDead() const { return false; }
    [[nodiscard]] virtual Outcome<AddressBytes> peerName() const = 0;
    /// What accept(2) says when who connected has left already.
    [[nodiscard]] virtual AddressBytes nameOfGonePeer() const = 0;
    /// A whole message to `to` (empty: the peer).
    [[nodiscard]] virtual Outcome<void> sendRecord(const Process &asker, SocketRecord record,
                                                   const AddressBytes &to) = 0;
    /// The largest datagram.
    [[nodiscard]] virtual std::size_t largestRecord() const = 0;
    /// Whether `left` more bytes find too little room for a send to go on.
    [[nodiscard]] bool mustWaitToSend(std::size_t left) const;
    /// Where to wait while connect() says EAGAIN.
    [[nodiscard]] virtual WaitQueue &connectQueue() { return writable; }
    /// Something was read: a stream's sender may go on.
    virtual void consumed() {}
    /// What the reader may have at most at a time; a stream's sender holds the rest back.
    [[nodiscard]] std::size_t visible() const { return std::min(receive.stored(), receiveWindow); }
    /// How much more the peer of a stream takes from us.
    [[nodiscard]] virtual std::size_t sendSpace() const = 0;
    /// Bytes of a stream to the peer.
    virtual void sendStream(Segment segment) = 0;
    /// The same, with open files in front of them.
    virtual void sendRights(std::unique_ptr<Rights> rights, Segment segment) = 0;
    /// The last descriptor was closed.
    virtual void close() = 0;

    void shutDownReceiving();
    virtual void shutDownSending();
    /// No more bytes either way; `number` is what the next call hears, 0 for nothing.
    void disconnected(std::int32_t number);
    /// SO_ERROR, once.
    [[nodiscard]] std::int32_t takeError() { return std::exchange(error, 0); }
    /// The next connection that waits to be accepted; null: none.
    [[nodiscard]] SocketPtr takePending();
    [[nodiscard]] std::uint64_t serial() const { return m_place.serial(); }
    [[nodiscard]] std::uint32_t pollEvents() const;
    void wakeReaders() { readable.wakeAll(); }
    void wakeWriters() { writable.wakeAll(); }

    SocketOptions options;
    SocketBuffer receive;
    std::size_t receiveWindow = 0; ///< visible()
    std::size_t sendLimit = 0;     ///< SO_SNDBUF
    bool open = false;             ///< there is an open file of it
    bool connected = false;
    bool listening = false;
    bool connecting = false; ///< nobody has answered yet
    bool cannotSend = false;
    bool cannotReceive = false;
    std::int32_t error = 0;
    std::int32_t backlog = 0;
    std::deque<SocketPtr> pending; ///< connections to be accepted
    WaitQueue readable;
    WaitQueue writable;

private:
    SocketList::Place m_place;
};

} // namespace rumpscope::kernel
