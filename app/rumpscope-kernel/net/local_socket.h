// SPDX-License-Identifier: GPL-3.0-or-later
// Sockets of the domain AF_LOCAL: their names are in the file system.
#pragma once

#include "app/rumpscope-kernel/net/socket.h"

namespace rumpscope::kernel {

class SocketNode;

class LocalSocket final : public Socket
{
public:
    /// The list is the kernel's, which outlives its sockets.
    LocalSocket(SocketList &list, std::int32_t socketType);

    /// Both ends of socketpair(2).
    static void join(const std::shared_ptr<LocalSocket> &one, const std::shared_ptr<LocalSocket> &other);

    Outcome<void> bind(const Process &asker, const AddressBytes &address) override;
    Outcome<void> connect(const Process &asker, const AddressBytes &address) override;
    Outcome<void> listen(const Process &asker) override;
    AddressBytes localName() const override;
    Outcome<AddressBytes> peerName() const override;
    AddressBytes nameOfGonePeer() const override;
    Outcome<void> sendRecord(const Process &asker, SocketRecord record, const AddressBytes &to) override;
    std::size_t largestRecord() const override { return sendLimit; }
    std::size_t sendSpace() const override;
    void sendStream(Segment segment) override;
    void sendRights(std::unique_ptr<Rights> rights, Segment segment) override;
    void consumed() override;
    void shutDownSending() override;
    void close() override;
    [[nodiscard]] bool isBound() const { return m_node != nullptr; }
    [[nodiscard]] std::shared_ptr<LocalSocket> peer() const { return m_peer.lock(); }

private:
    [[nodiscard]] static Outcome<std::shared_ptr<LocalSocket>>
    find(const Process &asker, const AddressBytes &address, std::int32_t wantedType);
    void leavePeer();

    SocketList &m_list;                                ///< of those it accepts, too
    AddressBytes m_name;                               ///< empty: none
    std::shared_ptr<SocketNode> m_node;                ///< what it is bound to
    std::weak_ptr<LocalSocket> m_peer;                 ///< for datagrams: where write() goes
    std::vector<std::weak_ptr<LocalSocket>> m_senders; ///< datagram sockets whose peer this is
};

} // namespace rumpscope::kernel
