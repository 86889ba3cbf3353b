// SPDX-License-Identifier: GPL-3.0-or-later
// The client's memory, as the kernel sees it: every access is a request over the connection.
#pragma once

#include "app/rumpscope-kernel/sched/outcome.h"

#include <coroutine>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace rumpscope::kernel {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

inline constexpr std::size_t kPageSize = 4096;
/// Longest path the kernel copies in, its NUL included.
inline constexpr std::size_t kMaxPath = 1024;

/// One request to the client that is under way. Lives in the frame of the coroutine that waits for it.
struct PendingCopy
{
    enum class Kind { In, String };
    Kind kind = Kind::In;
    std::uint64_t address = 0;
    std::uint64_t length = 0;
    std::span<std::byte> room; ///< In: where the bytes go
    std::string text;          ///< String: without its NUL
    Errno error{};             ///< set when the wait is over
    std::coroutine_handle<> waiter;
};

/// Implemented by a connection. All waits end when the connection does, with EINTR.
class UserMemory
{
public:
    virtual ~UserMemory() = default;

    class Copy
    {
    public:
        Copy(UserMemory &memory, PendingCopy pending)
            : m_memory(memory)
            , m_pending(std::move(pending))
        {}
        bool await_ready();
        bool await_suspend(std::coroutine_handle<> waiter);

    protected:
        UserMemory &m_memory;
        PendingCopy m_pending;
    };
    struct CopyIn : Copy
    {
        using Copy::Copy;
        Outcome<void> await_resume();
    };
    struct CopyInString : Copy
    {
        using Copy::Copy;
        Outcome<std::string> await_resume();
    };
    class CopyOut
    {
    public:
        CopyOut(UserMemory &memory, Errno error)
            : m_memory(memory)
            , m_error(error)
        {}
        bool await_ready() { return m_error != Errno{} || m_memory.roomToSend(); }
        void await_suspend(std::coroutine_handle<> waiter) { m_memory.waitForRoom(waiter); }
        Outcome<void> await_resume();

    private:
        UserMemory &m_memory;
        Errno m_error;
    };

    /// Fills `room` from the client. One COPYIN; nothing is asked for no bytes, EFAULT for NULL.
    [[nodiscard]] CopyIn copyIn(std::uint64_t address, std::span<std::byte> room);
    /// A string of at most `limit` bytes with its NUL; ENAMETOOLONG when it does not end in there, or when
    /// the client refuses with an empty answer.
    [[nodiscard]] CopyInString copyInString(std::uint64_t address, std::size_t limit = kMaxPath);
    /// Sends at once; waits only while the client leaves too much unread.
    [[nodiscard]] CopyOut copyOut(std::uint64_t address, ByteView bytes);
    /// Lost when the client leaves too much unread.
    virtual void raise(std::int32_t signal) = 0;

protected:
    /// Sends the request; false (with error set) when the client is gone.
    virtual bool request(PendingCopy &pending) = 0;
    virtual void send(std::uint64_t address, ByteView bytes) = 0;
    [[nodiscard]] virtual bool roomToSend() = 0;
    virtual void waitForRoom(std::coroutine_handle<> waiter) = 0;
    [[nodiscard]] virtual bool gone() const = 0;
};

} // namespace rumpscope::kernel
