// SPDX-License-Identifier: GPL-3.0-or-later
// TCP and UDP, as far as one host with a loopback interface goes.
#pragma once

#include "app/rumpscope-kernel/net/network.h"
#include "app/rumpscope-kernel/net/socket.h"

namespace rumpscope::kernel {

/// struct sockaddr_in.
[[nodiscard]] AddressBytes encodeAddress(const Endpoint &endpoint);

class InetSocket final : public Socket
{
public:
    /// The network is the kernel's, which outlives its sockets. Buffers are as its settings say.
    InetSocket(Network &network, std::int32_t socketType);
    ~InetSocket() override;

    Outcome<void> bind(const Process &asker, const AddressBytes &address) override;
    Outcome<void> connect(const Process &asker, const AddressBytes &address) override;
    Outcome<void> listen(const Process &asker) override;
    AddressBytes localName() const override;
    bool isDead() const override { return m_dead; }
    Outcome<AddressBytes> peerName() const override;
    AddressBytes nameOfGonePeer() const override { return encodeAddress(m_remote); }
    Outcome<void> sendRecord(const Process &asker, SocketRecord record, const AddressBytes &to) override;
    std::size_t largestRecord() const override { return sendLimit; }
    std::size_t sendSpace() const override;
    void sendStream(Segment segment) override;
    void sendRights(std::unique_ptr<Rights> /*rights*/, Segment segment) override
    {
        sendStream(std::move(segment));
    }
    void consumed() override;
    void shutDownSending() override;
    void close() override;
    WaitQueue &connectQueue() override;

    [[nodiscard]] const Endpoint &local() const { return m_local; }
    [[nodiscard]] const Endpoint &remote() const { return m_remote; }
    /// Nobody asked for this port: it was given out.
    [[nodiscard]] bool hasAnonymousPort() const { return m_anonymous; }
    [[nodiscard]] bool peerCannotSend() const;
    /// Bytes of a stream the peer's window has no room for.
    [[nodiscard]] std::size_t heldBack() const;

private:
    [[nodiscard]] Outcome<void> connectStream(const Endpoint &to);
    [[nodiscard]] Outcome<void> takePort();
    void release();
    void die(std::int32_t number);

    Network &m_network;
    PortTable &m_ports;
    Endpoint m_local;
    Endpoint m_remote;    ///< port 0: none
    bool m_owned = false; ///< it is in the table
    bool m_anonymous = false;
    bool m_dead = false;    ///< a connection that was refused, reset or closed last ends a stream socket
    bool m_lingers = false; ///< both sides have closed, we first: TIME_WAIT
    std::weak_ptr<InetSocket> m_peer;
    std::shared_ptr<InetSocket> m_awaited; ///< whose queue of connections is full
};

/// EINVAL for another length, EAFNOSUPPORT for another family.
[[nodiscard]] Outcome<Endpoint> decodeAddress(const AddressBytes &address);

} // namespace rumpscope::kernel
