// SPDX-License-Identifier: GPL-3.0-or-later
// A server that does what a test tells it, right or wrong, on a thread of its own.
#pragma once

#include "clientcore/transport/listener.h"
#include "clientcore/wire/frame_reader.h"
#include "clientcore/wire/frame_writer.h"
#include "tests/support/files/temp_dir.h"

#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace rumpscope::test {

/// No wait in a script is longer than this.
inline constexpr auto kPatience = std::chrono::seconds(20);

/// One accepted connection. Members throw std::runtime_error when the client does something else.
class Peer
{
public:
    using Frame = wire::Frame;

    explicit Peer(transport::Stream stream);

    void text(std::string_view bytes);
    void banner() { text("RUMPSP-0.4-NetBSD-7.99.34/amd64\n"); }
    /// The next frame; it has to be of this class and type.
    Frame expect(wire::FrameClass frameClass, wire::FrameType type);
    Frame request(wire::FrameType type) { return expect(wire::FrameClass::Request, type); }
    /// A system call of this number.
    Frame call(std::uint32_t number);
    void send(const std::function<void(wire::FrameWriter &)> &build);
    void answer(const Frame &frame, std::int32_t error = 0, std::int64_t first = 0, std::int64_t second = 0);
    /// Banner, GUEST, and the question for the pid (answered with `pid`, parent 1).
    void greet(std::int32_t pid = 2);
    /// Waits for the client's end of file.
    void expectEnd();
    void close();

private:
    std::unique_ptr<transport::Stream> m_stream;
    wire::FrameReader m_reader{wire::FrameReader::Role::Server};
};

/// Listens on a private local socket and runs the script.
class ScriptedServer
{
public:
    using Script = std::function<void(ScriptedServer &)>;

    explicit ScriptedServer(Script script);
    ~ScriptedServer(); ///< waits for the script

    [[nodiscard]] transport::ServerUrl url() const;
    /// Of the script: the next client.
    [[nodiscard]] Peer accept();
    /// Of the script: nobody listens until listen().
    void stopListening();
    void listen();
    /// Waits until the script has ended; what went wrong in it, or nothing.
    [[nodiscard]] std::string finish();

private:
    TempDir m_directory;
    std::unique_ptr<transport::Listener> m_listener;
    std::string m_error;
    std::thread m_thread;
};

} // namespace rumpscope::test
