// SPDX-License-Identifier: BSD-2-Clause
// From an address to a process in the kernel: connect, banner, handshake, and the question for the pid.
#pragma once

#include "clientcore/session/connection.h"
#include "clientcore/session/publisher.h"
#include "clientcore/transport/server_url.h"

#include <memory>

namespace rumpscope::session {

using event::ClientError;
using event::Generation;

struct SessionOptions;

/// A connection that has become a process; nobody reads from it yet.
struct Greeted
{
    std::shared_ptr<Connection> connection;
    wire::Banner banner;
    std::optional<std::int32_t> pid;
    std::uint64_t nextReqno = 1;
};

/// One attempt. Every wait in it has a deadline of the options and ends when `wake` is signalled.
class Handshake
{
public:
    template<class T>
    using Result = tl::expected<T, ClientError>;

    /// All references outlive the object. `thread` is the one that does the work, as frames are told.
    Handshake(const transport::ServerUrl &url, const SessionOptions &options, Publisher &teller,
              transport::Wakeup &wake, Generation generation, std::uint32_t thread);

    [[nodiscard]] Result<Greeted> guest(const std::string &commandName);
    [[nodiscard]] Result<Greeted> claim(const wire::Cookie &cookie);
    /// Releases a prepared child and waits until the server has closed the connection.
    [[nodiscard]] Result<void> cancel(const wire::Cookie &cookie);

private:
    [[nodiscard]] Result<void> open();
    [[nodiscard]] Result<Greeted> finish(const char *what);
    template<class Build>
    [[nodiscard]] Result<void> send(const Build &build, bool housekeeping);
    [[nodiscard]] Result<wire::FrameView> awaitAnswer(wire::FrameType type, const char *what,
                                                      const char *doing, bool housekeeping);
    [[nodiscard]] Result<bool> isAnswer(const wire::FrameView &frame, wire::FrameType type,
                                        const char *doing);
    [[nodiscard]] Result<std::optional<std::int32_t>> askPid();
    void seen(const wire::FrameView &frame, bool housekeeping);

    const transport::ServerUrl &m_url;
    const SessionOptions &m_options;
    Publisher &m_publisher;
    transport::Wakeup &m_wake;
    const Generation m_generation;
    const std::uint32_t m_thread;
    std::shared_ptr<Connection> m_connection;
    wire::Banner m_banner;
    std::uint64_t m_reqno = 1; ///< of the request whose answer is awaited
};

} // namespace rumpscope::session
