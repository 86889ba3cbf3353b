// SPDX-License-Identifier: BSD-2-Clause
// One tapped connection: two sockets, two threads, every byte as it was.
#pragma once

#include "clientcore/tap/answer_filter.h"
#include "clientcore/tap/conversation.h"
#include "clientcore/tap/spill.h"
#include "clientcore/transport/stream.h"

#include <atomic>
#include <memory>
#include <thread>

namespace rumpscope::tap {

/// Passes bytes on unchanged, in order, both ways, end of file included. Never stops reading the server for
/// more than a moment: what the client does not read waits in a spill, and a client that lets it run over is
/// cut. Begins at once, on threads of its own, and ends by itself when both sides have ended.
class Relay
{
public:
    struct Settings
    {
        transport::ServerUrl server;
        bool askPid = false;
        std::size_t spillLimit = 0; ///< bytes of answers a client may leave unread in the tap
        std::size_t keep = 0;       ///< see Conversation::About
        transport::Duration connectDeadline{};
    };
    /// `ended` is signalled at the end. References outlive the object.
    Relay(transport::Stream client, Settings settings, event::Sink &observer, ClientBook &book,
          transport::Wakeup &ended);
    ~Relay(); ///< cuts it if it still runs, and waits for its threads
    Relay(const Relay &) = delete;
    Relay &operator=(const Relay &) = delete;

    /// Ends it now; any thread.
    void cut(Conversation::End how);
    [[nodiscard]] bool finished() const { return m_finished.load(std::memory_order_acquire); }
    [[nodiscard]] const Conversation &conversation() const { return m_conversation; }
    [[nodiscard]] std::uint64_t bytesToServer() const
    {
        return m_bytesToServer.load(std::memory_order_relaxed);
    }
    [[nodiscard]] std::uint64_t bytesToClient() const
    {
        return m_bytesToClient.load(std::memory_order_relaxed);
    }
    /// Bytes left unread from which on an observer is told.
    static constexpr std::size_t kUnread = 128U << 10;
    /// Read from the server and not yet taken by the client.
    [[nodiscard]] std::size_t spilled() const { return m_spilled.load(std::memory_order_relaxed); }

private:
    void run();
    [[nodiscard]] bool connect();
    void shutBoth() noexcept;

    // relay_to_server.cpp
    void toServer();
    [[nodiscard]] bool sendToServer(wire::ByteView bytes);
    void askInTurn();
    void clientEnded();

    // relay_to_client.cpp
    void toClient();
    [[nodiscard]] bool receiveFromServer(std::span<std::byte> room, std::size_t &got);
    void understandAndPass(wire::ByteView bytes);
    void pass(wire::ByteView bytes);
    [[nodiscard]] bool clientReads() const;
    void tellUnread();
    void flushSpill();
    void drainSpill();
    void askAtOnce();
    void serverEnded();

    const Settings m_settings;
    transport::Wakeup &m_ended;
    transport::Stream m_client;
    std::optional<transport::Stream> m_server;
    Conversation m_conversation;

    std::mutex m_sockets; ///< m_server comes up under it; cut() looks under it
    transport::Wakeup m_stopConnecting;

    std::mutex m_sending; ///< keeps our question out of the client's frames
    wire::Bytes m_owed;   ///< rest of a question that the server's socket had no room for; goes first

    // of the thread that reads the server
    AnswerFilter m_filter;
    Spill m_spill;
    std::size_t m_unreadTold = kUnread; ///< bytes of the spill from which on it is told next

    std::atomic<std::uint64_t> m_bytesToServer{0};
    std::atomic<std::uint64_t> m_bytesToClient{0};
    std::atomic<std::size_t> m_spilled{0};
    std::atomic<bool> m_questionDue{false};
    std::atomic<bool> m_clientSilent{false}; ///< it said all it will say, and may still listen
    std::atomic<bool> m_finished{false};
    bool m_cut = false;        ///< guarded by m_sockets
    bool m_boundary = true;    ///< guarded by m_sending: no frame of the client is half sent
    bool m_clientGone = false; ///< of the thread that reads the server
    std::thread m_thread;      ///< last: starts when everything else is there
};

} // namespace rumpscope::tap
