// SPDX-License-Identifier: BSD-2-Clause
// One connection of a session: the stream, what was read ahead, and the lock that keeps frames whole.
#pragma once

#include "clientcore/event/client_error.h"
#include "clientcore/event/event.h"
#include "clientcore/transport/stream.h"
#include "clientcore/wire/frame_reader.h"
#include "clientcore/wire/frame_writer.h"

#include <mutex>
#include <new>
#include <type_traits>

namespace rumpscope::session {

using event::ClientError;
using event::Generation;

/// Turns a failure of the stream into one of the session.
[[nodiscard]] ClientError fromStream(const transport::StreamError &error);
[[nodiscard]] ClientError protocolError(std::string sentence);
/// Says less where there is not even memory for the sentence.
[[nodiscard]] ClientError noMemory(const char *doing) noexcept;

/// What `work` returns; an error if memory runs out for `doing`. The reading role and the calls that wait
/// need somebody who goes on, so nothing is thrown past them.
template<class Work, class Result = std::invoke_result_t<Work>>
[[nodiscard]] Result withMemory(const char *doing, const Work &work)
{
    try {
        return work();
    } catch (const std::bad_alloc &) {
        return tl::unexpected(noMemory(doing));
    }
}

/// Sending is safe from any thread; reading belongs to the one thread that has the reading role.
class Connection
{
public:
    Connection(transport::Stream stream, std::uint64_t frameLimit, Generation generation);

    /// The banner, within the deadline.
    [[nodiscard]] tl::expected<wire::Banner, ClientError> readBanner(transport::Deadline deadline,
                                                                     transport::Wakeup &wake);
    /// One whole frame, within the deadline. `what` is waited for, for sentences: "answer to the handshake".
    [[nodiscard]] tl::expected<wire::FrameView, ClientError>
    readFrame(transport::Deadline deadline, transport::Wakeup &wake, const char *what);

    /// Blocks in one recv(2); frames can then be taken from reader().
    [[nodiscard]] tl::expected<void, ClientError> receive();
    /// The same without waiting.
    [[nodiscard]] tl::expected<void, ClientError> receiveNow();

    /// Sends what `build(FrameWriter &)` writes. `sent(bytes, time)` is called when the last byte has left,
    /// before the next frame can leave. An error means that the frame did not leave whole.
    template<class Build, class Sent>
    [[nodiscard]] tl::expected<void, transport::StreamError> send(const Build &build, const Sent &sent)
    {
        const std::lock_guard lock(m_sending);
        m_writer.clear();
        build(m_writer);
        auto result = m_stream.sendAll(m_writer.bytes());
        if (result)
            sent(m_writer.bytes(), transport::Clock::now());
        return result;
    }

    /// For answers to the server's requests: they are built by the reading thread alone, then sent.
    [[nodiscard]] wire::FrameWriter &replies() { return m_replies; }
    template<class Sent>
    [[nodiscard]] tl::expected<void, transport::StreamError> sendReplies(const Sent &sent)
    {
        const std::lock_guard lock(m_sending);
        auto result = m_stream.sendAll(m_replies.bytes());
        if (result)
            sent(m_replies.bytes(), transport::Clock::now());
        return result;
    }

    [[nodiscard]] transport::Stream &stream() { return m_stream; }
    [[nodiscard]] wire::FrameReader &reader() { return m_reader; }
    [[nodiscard]] Generation generation() const { return m_generation; }

    /// Who reads. Guarded by the session's lock, as if it were a member there: a new connection begins anew.
    struct ReadingRole
    {
        bool taken = false;
        bool byWatcher = false;
        bool watcherCalled = false; ///< the watcher was asked once to hand over; once is enough
    };
    ReadingRole reading;

private:
    [[nodiscard]] tl::expected<void, ClientError> receiveBefore(transport::Deadline deadline,
                                                                transport::Wakeup &wake, const char *what);
    [[nodiscard]] tl::expected<void, ClientError>
    taken(const tl::expected<std::size_t, transport::StreamError> &got);

    transport::Stream m_stream;
    wire::FrameReader m_reader;
    const Generation m_generation;
    std::mutex m_sending;
    wire::FrameWriter m_writer;  ///< guarded by m_sending
    wire::FrameWriter m_replies; ///< of the reading thread
};

/// The one frame in `bytes`, for observers.
[[nodiscard]] wire::FrameView viewOf(wire::ByteView bytes);

} // namespace rumpscope::session
