// SPDX-License-Identifier: BSD-2-Clause
// A connected byte stream: local or TCP. Knows nothing of frames.
#pragma once

#include "clientcore/transport/deadline.h"
#include "clientcore/transport/server_url.h"
#include "clientcore/transport/wakeup.h"

#include <tl/expected.hpp>

#include <cstddef>
#include <span>
#include <string>

namespace rumpscope::transport {

/// Why a stream could not be opened or used.
struct StreamError
{
    enum class Kind {
        System,  ///< a host error: hostErrno tells which
        Timeout, ///< the deadline passed
        Woken,   ///< the Wakeup ended the wait
        Closed,  ///< the peer closed: end of file, or EPIPE/ECONNRESET on the way
    };
    Kind kind;
    int hostErrno = 0; ///< the host's number, 0 where there is none
    std::string doing; ///< "connect to unix:///run/rump.sock"

    [[nodiscard]] std::string sentence() const;
};

/// Owns one socket. Sending and receiving may happen on different threads at once; each by one at a time.
/// The descriptor is close-on-exec, never 0, 1 or 2, and blocking.
class Stream
{
public:
    /// Connects within the deadline; `wake` (may be null) ends the wait. Sets TCP_NODELAY.
    [[nodiscard]] static tl::expected<Stream, StreamError> connect(const ServerUrl &url, Deadline deadline,
                                                                   Wakeup *wake = nullptr);
    /// Takes over a connected descriptor (accept, socketpair, a descriptor inherited across an exec).
    [[nodiscard]] static Stream adopt(int fd);

    Stream(Stream &&other) noexcept;
    Stream &operator=(Stream &&other) noexcept;
    ~Stream();

    /// Sends all bytes, MSG_NOSIGNAL. Blocks while the peer does not read, until shutdown() or the peer's
    /// end.
    [[nodiscard]] tl::expected<void, StreamError> sendAll(std::span<const std::byte> bytes);
    /// One recv(2), blocking: 1 byte at least. Closed on end of file.
    [[nodiscard]] tl::expected<std::size_t, StreamError> receive(std::span<std::byte> room);
    /// One recv(2) that never waits: 0 when there is nothing.
    [[nodiscard]] tl::expected<std::size_t, StreamError> receiveNow(std::span<std::byte> room);
    /// Waits until bytes or end of file can be read.
    [[nodiscard]] tl::expected<void, StreamError> waitReadable(Deadline deadline, Wakeup *wake = nullptr);
    /// Ends both directions: a thread blocked in receive or sendAll returns Closed. Safe from any thread.
    void shutdown() noexcept;
    /// Takes the descriptor away from this object; -1 afterwards.
    [[nodiscard]] int release() noexcept;
    [[nodiscard]] int fd() const { return m_fd; }

private:
    explicit Stream(int fd)
        : m_fd(fd)
    {}
    int m_fd = -1;
};

} // namespace rumpscope::transport
