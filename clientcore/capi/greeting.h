// SPDX-License-Identifier: BSD-2-Clause
// Beginnings: a connection made, its banner read, and the handshake that gives it a process in the kernel.
#pragma once

#include "clientcore/capi/connection.h"
#include "clientcore/capi/host.h"
#include "clientcore/capi/settings.h"
#include "clientcore/transport/deadline.h"
#include "clientcore/transport/server_url.h"
#include "clientcore/wire/frame_writer.h"
#include "clientcore/wire/payload.h"

#include <memory>
#include <string>

namespace rumpscope::capi {

/// The name this process has on the host, as the kernel is told it; never empty.
[[nodiscard]] std::string commandName();

/// One attempt. Errors are the host's errno. Waits end at the deadline (ETIMEDOUT), or when a handler that
/// ran meanwhile has done the same work (ECANCELED).
class Greeting
{
public:
    using Made = tl::expected<std::unique_ptr<Connection>, int>;
    /// Says after a handler has run whether the attempt is of no use any more; null: it always is.
    using Abandoned = bool (*)(const void *about);

    /// `ownMask` is the signal mask of the waits: handlers run there.
    Greeting(const transport::ServerUrl &url, const Settings &settings, host::SignalMask ownMask);
    ~Greeting();
    Greeting(const Greeting &) = delete;
    Greeting &operator=(const Greeting &) = delete;
    /// Waits no longer than until `when`.
    void notAfter(transport::Deadline when);
    void abandonIf(Abandoned question, const void *about);

    [[nodiscard]] Made guest(std::uint64_t reqno);
    /// The child that waits behind the cookie.
    [[nodiscard]] Made claim(std::uint64_t reqno, const wire::Cookie &cookie);
    /// Releases that child, and waits until the server has closed the connection.
    [[nodiscard]] int cancel(std::uint64_t reqno, const wire::Cookie &cookie);
    /// This program's handshake on the connection that the program before it left. Requests for the memory of
    /// that program are answered with what there is: nothing.
    [[nodiscard]] int exec(std::uint64_t reqno, Connection &connection);

    /// What an ERROR frame means to a program (rump_sp, "ERROR codes").
    [[nodiscard]] static int hostErrno(std::uint32_t code);

private:
    [[nodiscard]] int open();
    [[nodiscard]] int connect(int fd);
    [[nodiscard]] int readBanner();
    [[nodiscard]] int send(wire::ByteView bytes);
    [[nodiscard]] int wait(short events);
    [[nodiscard]] int receive();
    [[nodiscard]] int ask(std::uint64_t reqno, const wire::FrameWriter &handshake);
    [[nodiscard]] int awaitAnswer(std::uint64_t reqno);
    [[nodiscard]] int serveForgotten(const wire::FrameView &frame);
    [[nodiscard]] Made made(std::uint64_t reqno, const wire::FrameWriter &handshake);

    const transport::ServerUrl &m_url;
    host::SignalMask m_mask;
    transport::Deadline m_deadline = transport::Deadline::never();
    Abandoned m_abandoned = nullptr;
    const void *m_about = nullptr;
    int m_fd = -1;
    bool m_opened = false; ///< m_fd is ours to close
    wire::FrameReader m_fresh{wire::FrameReader::Role::Client};
    wire::FrameReader *m_reader = &m_fresh;
};

} // namespace rumpscope::capi
