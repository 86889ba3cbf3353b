// SPDX-License-Identifier: BSD-2-Clause
// One session: a process in a rump kernel, through however many connections its retry policy makes.
#pragma once

#include "clientcore/event/client_error.h"
#include "clientcore/event/sink.h"
#include "clientcore/memory/guest_memory.h"
#include "clientcore/retry/policy.h"
#include "clientcore/transport/server_url.h"
#include "clientcore/transport/wakeup.h"
#include "clientcore/wire/payload.h"

#include <tl/expected.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace rumpscope::session {

using event::ClientError;
using event::Generation;
using event::SessionId;
using event::Sink;

struct SessionOptions
{
    std::string commandName = "rumpscope"; ///< never empty: an empty one kills a real server
    retry::Policy retry;
    transport::Duration connectDeadline = std::chrono::seconds(10);
    transport::Duration handshakeDeadline = std::chrono::seconds(10); ///< banner and handshake, each
    std::uint64_t frameLimit = wire::kDefaultFrameLimit;
    bool askPid = true;        ///< one getpid after each handshake, marked as housekeeping
    bool housekeeping = false; ///< the whole session is rumpscope's own (the observer)
    Sink *observer = nullptr;  ///< not owned; outlives the session
    /// Signalled, it ends the first connection's waits (the result is Stopped). Not owned; may be null.
    transport::Wakeup *stop = nullptr;
};

/// A system call ready to leave.
struct SyscallRequest
{
    std::uint32_t number = 0;
    std::span<const std::uint64_t> arguments{}; ///< one per slot, as many as the call takes
    memory::CallMemory *memory = nullptr;       ///< lent for the call; null if it names no memory
    /// Harmless to run twice and naming no descriptor: may be sent again after a reconnect (promise 4).
    bool repeatable = false;
    bool housekeeping = false; ///< rumpscope's own: left out of statistics
};

/// What came back. `error` is the kernel's (NetBSD) errno, 0 for success.
struct SyscallResult
{
    std::int32_t error = 0;
    std::array<std::int64_t, 2> retval{};
    std::uint64_t reqno = 0;
    Generation generation{};
    transport::TimePoint sent;     ///< last byte of the request left
    transport::TimePoint answered; ///< last byte of the answer came
    std::uint32_t roundTrips = 1;  ///< 1 + copyins, copyinstrs and anonymous maps answered
    bool repeated = false;         ///< it was sent again after a reconnect
};

/// Thread-safe: any number of threads may call at once; each makes its own call (leader and followers, see
/// design).
class Session
{
public:
    template<class T>
    using Result = tl::expected<T, ClientError>;

    /// Connects and does the GUEST handshake. The retry policy governs losses, not this first attempt.
    [[nodiscard]] static Result<std::unique_ptr<Session>> guest(const transport::ServerUrl &url,
                                                                SessionOptions options);
    /// Connects and claims a prepared child: FORK with cancel 0. Its command name is the parent's until it
    /// execs.
    [[nodiscard]] static Result<std::unique_ptr<Session>>
    claim(const transport::ServerUrl &url, const wire::Cookie &cookie, SessionOptions options);
    /// Connects, releases a prepared child (FORK with cancel 1) and waits for the server to close.
    [[nodiscard]] static Result<void> cancel(const transport::ServerUrl &url, const wire::Cookie &cookie,
                                             SessionOptions options);
    ~Session(); ///< close()s; no thread may be inside a call
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    /// Makes the call on this thread and waits for its answer, without a deadline: close() ends the wait. If
    /// memory runs out for the request it fails alone (ENOMEM); if it does for what the server sends, the
    /// connection is lost.
    [[nodiscard]] Result<SyscallResult> syscall(const SyscallRequest &request);
    /// PREFORK: the kernel copies this process now; claim or cancel the child with the cookie, once.
    [[nodiscard]] Result<wire::Cookie> prefork();
    /// EXEC handshake on this connection: running calls end with EINTR, close-on-exec descriptors close, the
    /// name changes.
    [[nodiscard]] Result<void> exec(std::string commandName);

    /// Ends the process in the kernel. Calls under way fail with Stopped; later ones too. Any thread, any
    /// number of times.
    void close() noexcept;
    /// Cuts the connection as a fault would: calls lose their answers and the retry policy runs. For teaching
    /// and tests.
    void dropConnection() noexcept;
    /// Ends a reconnect episode at once: waiting calls fail with Stopped. No effect while connected.
    void stopRetrying() noexcept;
    /// Applies from the next loss on; a running episode goes on as it began.
    void setRetry(retry::Policy policy);
    /// If lost and not retrying: tries to connect now, with a new process. No effect while connected.
    [[nodiscard]] Result<void> reconnect();

    enum class State { Connected, Retrying, Lost, Closed };
    [[nodiscard]] State state() const;
    [[nodiscard]] SessionId id() const;
    [[nodiscard]] Generation generation() const;
    [[nodiscard]] std::optional<std::int32_t> pid() const; ///< the kernel's pid, if asked and told
    [[nodiscard]] wire::Banner banner() const;
    [[nodiscard]] std::string commandName() const;
    [[nodiscard]] const transport::ServerUrl &url() const;
    /// Memory that calls of this session lend from.
    [[nodiscard]] memory::GuestMemory &memory();

private:
    class Impl;
    explicit Session(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace rumpscope::session
