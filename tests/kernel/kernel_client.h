// SPDX-License-Identifier: GPL-3.0-or-later
// A rump_sp client for tests: blocking, one thread, every wait bounded.
#pragma once

#include "clientcore/abi/netbsd.h"
#include "clientcore/transport/stream.h"
#include "clientcore/wire/frame_reader.h"
#include "clientcore/wire/frame_writer.h"

#include <deque>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rumpscope::test {

using namespace abi; // NetBSD's constants, as the kernel means them

/// The answer of a call: NetBSD errno, and the two values.
struct Reply
{
    std::int32_t error = 0;
    std::int64_t first = 0;
    std::int64_t second = 0;
    friend bool operator==(const Reply &, const Reply &) = default;
};

/// Throws std::runtime_error when nobody listens.
[[nodiscard]] transport::Stream connectTo(const std::string &url);

/// Owns a piece of memory the kernel may copy from and to. Throws std::runtime_error when a wait fails, or
/// when the kernel asks for memory outside.
class KernelClient
{
public:
    /// Connects and reads the banner.
    explicit KernelClient(const std::string &url);
    /// ... and says GUEST.
    KernelClient(const std::string &url, const std::string &name);

    /// Bytes the kernel may read, NUL-terminated; their address.
    std::uint64_t put(const std::string &text);
    template<class T>
    std::uint64_t putValues(const std::vector<T> &values)
    {
        return put(std::string(reinterpret_cast<const char *>(values.data()), values.size() * sizeof(T)));
    }
    /// Room the kernel may write, zero-filled.
    std::uint64_t room(std::size_t size) { return put(std::string(size, '\0')); }
    [[nodiscard]] std::string bytes(std::uint64_t address, std::size_t size) const;
    template<class T>
    [[nodiscard]] T value(std::uint64_t address) const
    {
        T result;
        const std::string from = bytes(address, sizeof result);
        from.copy(reinterpret_cast<char *>(&result), sizeof result);
        return result;
    }

    /// Sends a call and serves its copies until it is answered.
    Reply call(std::int64_t number, std::initializer_list<std::uint64_t> arguments = {});
    /// Sends a call; its request number.
    std::uint64_t start(std::int64_t number, std::initializer_list<std::uint64_t> arguments = {});
    /// Serves copies until this call is answered.
    Reply finish(std::uint64_t reqno);
    /// Serves until a frame comes that is no copy: answers, errors, signals.
    wire::Frame nextEvent();
    /// An open(2) that must succeed.
    std::uint64_t open(const std::string &path, std::int64_t flags, std::uint64_t mode = 0644);
    Reply write(std::uint64_t fd, const std::string &text);
    /// What read(2) gives, or nothing after an error.
    std::optional<std::string> read(std::uint64_t fd, std::size_t size);

    wire::FrameWriter &writer() { return m_writer; }
    void send();
    void sendRaw(wire::ByteView bytes);
    /// The next frame of any kind; nothing when the kernel closed the connection.
    std::optional<wire::Frame> receive();
    /// Nothing has come that was not received yet.
    [[nodiscard]] bool isQuiet();
    /// Whether the kernel closes without another frame.
    bool closed() { return !receive(); }
    /// The error code of the next frame, which must be an ERROR.
    std::optional<wire::ErrorCode> error();
    /// Sends FORK; the answer's error, or nothing when the connection was closed instead.
    void fork(const wire::Cookie &cookie, std::int32_t cancel = 0);
    wire::Cookie prefork();
    /// Sends GUEST or EXEC and waits for the answer.
    void guest(const std::string &name);
    void exec(const std::string &name);
    [[nodiscard]] std::int64_t pid();
    void disconnect() { m_stream.reset(); }

    std::string banner;
    int copyIns = 0;  ///< COPYIN and COPYINSTR so far
    int copyOuts = 0; ///< COPYOUT so far
    std::vector<std::uint32_t> signals;

private:
    void expectHandshakeReply();
    /// True when the frame was a copy or a signal and is done with.
    bool serve(const wire::Frame &frame);

    std::optional<transport::Stream> m_stream;
    wire::FrameReader m_reader{wire::FrameReader::Role::Client};
    wire::FrameWriter m_writer;
    std::string m_memory;
    std::uint64_t m_nextRequest = 1;
    std::map<std::uint64_t, Reply> m_answered;
};

} // namespace rumpscope::test
