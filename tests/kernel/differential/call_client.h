// SPDX-License-Identifier: GPL-3.0-or-later
// A process that writes down what the kernel does during its calls.
#pragma once

#include "clientcore/call/marshal.h"
#include "clientcore/transport/stream.h"
#include "clientcore/wire/frame_reader.h"
#include "clientcore/wire/frame_writer.h"
#include "tests/kernel/differential/normaliser.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rumpscope::test {

/// What a call's mark changes in what is written down.
struct Marks
{
    bool opaque = false; ///< data copied out is each kernel's own
    bool value = false;  ///< the values returned are
};

/// A call that has been answered.
struct Answered
{
    std::vector<std::string> lines; ///< copies and signals in their order, then the result
    std::int32_t error = 0;
    std::int64_t first = 0;
    std::int64_t second = 0;
};

/// One thread, every wait bounded. Throws std::runtime_error when a kernel is silent too long.
class CallClient
{
public:
    /// A guest called `name`.
    CallClient(const std::string &url, const std::string &name, Normaliser &normaliser);
    /// The child behind the cookie.
    CallClient(const std::string &url, const wire::Cookie &cookie, Normaliser &normaliser);

    /// Sends a call; its request number.
    std::uint64_t start(std::string_view text, Marks marks);
    /// Serves until that call has been answered, or the connection has ended.
    [[nodiscard]] Answered finish(std::uint64_t reqno);
    /// A call nobody writes down; its first value, or -1.
    std::int64_t quietly(std::string_view text);
    /// The next signal between calls: "raise SIGALRM".
    [[nodiscard]] std::string awaitSignal();
    [[nodiscard]] wire::Cookie prefork();
    void exec(const std::string &name);
    void end() { m_stream.reset(); }

private:
    struct Pending
    {
        call::MarshalledCall made;
        Marks marks;
        std::vector<std::string> lines;
        bool answered = false;
        wire::SyscallReply reply;
    };

    void connect(const std::string &url);
    void expectHandshakeReply();
    void send();
    /// False: the kernel closed the connection.
    bool next(wire::Frame &frame);
    /// True when it was a copy, a signal or an answer.
    bool serve(const wire::Frame &frame);
    void copyIn(const wire::Frame &frame);
    void copyOut(const wire::Frame &frame);
    void raised(std::uint32_t signal);
    /// Adds a line to the call whose memory it is. `where` is empty for the last call that left.
    void note(std::uint64_t reqno, std::string line);
    [[nodiscard]] Pending &lender(std::uint64_t reqno);
    [[nodiscard]] static std::string place(const Pending &pending, std::uint64_t address);
    [[nodiscard]] std::string data(const Pending &pending, std::uint64_t address, wire::ByteView bytes);
    [[nodiscard]] std::string result(const Pending &pending);

    Normaliser &m_normaliser;
    std::optional<transport::Stream> m_stream;
    wire::FrameReader m_reader{wire::FrameReader::Role::Client};
    wire::FrameWriter m_writer;
    memory::GuestMemory m_guest;
    std::map<std::uint64_t, Pending> m_pending;
    std::vector<std::string> m_signals; ///< raised while no call was under way
    std::uint64_t m_nextRequest = 1;
};

} // namespace rumpscope::test
