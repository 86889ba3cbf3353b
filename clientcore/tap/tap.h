// SPDX-License-Identifier: BSD-2-Clause
// The tap: clients connect to it as to their kernel, and everything they say is seen.
#pragma once

#include "clientcore/event/sink.h"
#include "clientcore/transport/server_url.h"

#include <tl/expected.hpp>

#include <memory>
#include <vector>

namespace rumpscope::tap {

struct TapOptions
{
    /// Told of every frame and turn, from many threads, with the events a Session of our own would tell: a
    /// trace::Recorder, a recording, or several. Not owned; outlives the tap.
    event::Sink *observer = nullptr;
    /// One getpid after each client's handshake, with a request number that the client never sees; told as
    /// housekeeping. Without it a pid is known once the client asks for it itself.
    bool askPid = false;
    /// Bytes of answers one client may leave unread before it is cut: the server is read in any case, for one
    /// that is not read stops for everybody (rump_sp, "What kills a real server").
    std::size_t spillLimit = 64U << 20;
    /// Payload bytes shown of a frame that comes in pieces; one that comes whole is shown whole.
    std::size_t keep = 64U << 10;
    transport::Duration connectDeadline = std::chrono::seconds(10);
};

/// One address to listen on, one server to pass to; any number of clients. There may be many taps. Every
/// member may be called from any thread, but not from the observer.
class Tap
{
public:
    /// Listens at `listen` (a local socket gets mode 0600) and accepts from then on. The server need not be
    /// there: each client's connection makes one to it, and ends at once where there is none.
    [[nodiscard]] static tl::expected<std::unique_ptr<Tap>, event::ClientError>
    open(const transport::ServerUrl &listen, const transport::ServerUrl &server, TapOptions options);
    ~Tap(); ///< stop()s
    Tap(const Tap &) = delete;
    Tap &operator=(const Tap &) = delete;

    /// Where clients connect, with the port the host chose: what RUMP_SERVER should say.
    [[nodiscard]] const transport::ServerUrl &url() const;
    [[nodiscard]] const transport::ServerUrl &server() const;

    /// A connection that passes now.
    struct Client
    {
        event::SessionId session{};
        event::Generation generation{};
        std::string commandName;
        std::optional<std::int32_t> pid;     ///< in the kernel, where it is known
        std::optional<std::int32_t> hostPid; ///< on this machine, where it can be known
        bool established = false;            ///< its handshake was answered
        std::size_t openRequests = 0;        ///< without an answer now
        std::uint64_t framesToServer = 0;
        std::uint64_t framesFromServer = 0;
        std::uint64_t bytesToServer = 0;
        std::uint64_t bytesToClient = 0;
        std::size_t spilled = 0; ///< bytes it has not read yet
    };
    [[nodiscard]] std::vector<Client> clients() const;
    /// Connections since the beginning.
    [[nodiscard]] std::uint64_t accepted() const;

    /// Faults: ends connections now, as a network would. The client's library decides what comes next.
    bool cut(event::SessionId session);
    std::size_t cutAll();

    /// Cuts everybody and listens no more. Any number of times.
    void stop();

private:
    struct State;
    explicit Tap(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// A private local address nobody uses yet: in XDG_RUNTIME_DIR, or in /tmp where that is not set.
/// "unix:///run/user/1000/rumpscope-tap-4711-1"
[[nodiscard]] std::string freeListenAddress();

} // namespace rumpscope::tap
