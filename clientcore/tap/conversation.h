// SPDX-License-Identifier: BSD-2-Clause
// One connection as somebody between client and server understands it.
#pragma once

#include "clientcore/event/sink.h"
#include "clientcore/tap/client_book.h"
#include "clientcore/tap/frame_cutter.h"
#include "clientcore/tap/open_requests.h"

#include <mutex>
#include <vector>

namespace rumpscope::tap {

using event::Direction;

/// Tells an observer what a session of our own would tell: frames, and the turns of the connection. Takes the
/// bytes of both directions as they pass; the two may come from two threads, and what is told has one order.
/// Any bytes are fine: what makes no sense is told as Garbled.
class Conversation
{
public:
    struct About
    {
        std::string server;                  ///< its URL
        std::optional<std::int32_t> hostPid; ///< of the client
        std::size_t keep = 64U << 10;        ///< payload bytes shown of a frame that comes in pieces
        std::string host = {};               ///< address of a client over TCP, without its port
    };
    /// Both references outlive the object.
    Conversation(event::Sink &observer, ClientBook &book, About about, transport::TimePoint begun);

    void fromClient(wire::ByteView bytes, transport::TimePoint when);
    /// Returns how far the bytes reach up to the answer of the handshake, where it is in them: the first
    /// place where a question of ours may be asked.
    std::optional<std::size_t> fromServer(wire::ByteView bytes, transport::TimePoint when);
    /// Every frame of the client so far has come whole.
    [[nodiscard]] bool clientAtBoundary() const;
    /// A question of ours for the pid leaves; its answer is found in what the server says.
    void asked(const wire::FrameView &question, transport::TimePoint when);
    /// The client has left so many bytes of what the server says in the tap.
    void unread(std::size_t bytes, transport::TimePoint when);
    /// There was no server to speak to.
    void unreachable(event::ClientError error, transport::TimePoint when);

    /// Who ended it.
    enum class End : std::uint8_t {
        ByClient,
        ByServer,
        CutUnread, ///< by the tap: the client left too much unread
        CutByUser, ///< by the tap, because somebody asked for it
        TapClosed,
    };
    /// The last word; later ones are ignored. `detail` goes into the sentence of CutUnread.
    void end(End how, transport::TimePoint when, const std::string &detail = {});

    /// How things stand, for lists.
    struct Standing
    {
        Identity identity{};
        std::string commandName;
        std::optional<std::int32_t> pid;     ///< in the kernel
        std::optional<std::int32_t> hostPid; ///< on this machine
        bool established = false;
        bool ended = false;
        std::size_t openRequests = 0;
        std::uint64_t framesToServer = 0;
        std::uint64_t framesFromServer = 0;
        std::uint64_t garbled = 0; ///< marks, told or not
    };
    [[nodiscard]] Standing standing() const;

private:
    using Note = event::ConnectionEvent;
    using Direction = event::Direction;

    // conversation.cpp: who it is, and what becomes of it
    void identify(const std::string &commandName, bool mayReturn);
    [[nodiscard]] Note note(Note::Kind kind) const;
    void tell(Note note);
    void tell(Note::Kind kind, std::string text = {});
    void garbled(std::string text);
    void attemptFailed(event::ClientError error);
    [[nodiscard]] std::string ending(End how, const std::string &detail) const;

    // conversation_frames.cpp: what is said
    void frame(Direction direction, const wire::FrameView &frame, std::uint32_t lane,
               std::optional<std::uint64_t> served = {}, bool housekeeping = false);
    void request(const wire::FrameView &frame);
    void reply(const wire::FrameView &frame);
    void serverRequest(const wire::FrameView &frame);
    [[nodiscard]] bool answer(const wire::FrameView &frame);
    void ownAnswer(const wire::FrameView &frame);
    void understand(const OpenRequest &asked, const wire::FrameView &answer);
    [[nodiscard]] bool handshakeDone(const OpenRequest &asked, const wire::FrameView &answer);
    void pidKnown(const wire::FrameView &answer);
    void banner(std::string_view line);

    event::Sink &m_observer;
    ClientBook &m_book;
    const About m_about;

    mutable std::mutex m_mutex; ///< guards everything below
    FrameCutter m_client;
    FrameCutter m_server;
    OpenRequests m_open;
    std::optional<Identity> m_identity;
    bool m_probable = false;   ///< the identity is a guess
    std::vector<Note> m_early; ///< turns before the identity was known
    transport::TimePoint m_now;
    Standing m_standing;
    std::optional<wire::Cookie> m_cancelling;
    bool m_reservedUsed = false;             ///< the client counts where our own question would
    std::optional<std::uint64_t> m_question; ///< number of ours that waits for its answer
};

} // namespace rumpscope::tap
