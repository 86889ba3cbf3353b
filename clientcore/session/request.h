// SPDX-License-Identifier: BSD-2-Clause
// What a thread asks of the server, and the place where its answer arrives.
#pragma once

#include "clientcore/event/client_error.h"
#include "clientcore/event/event.h"
#include "clientcore/memory/guest_memory.h"
#include "clientcore/wire/frame_writer.h"

#include <atomic>
#include <condition_variable>

namespace rumpscope::session {

using event::ClientError;
using event::Generation;

class Connection;

/// A request as its caller means it; borrowed from the caller for as long as it runs.
struct Request
{
    wire::FrameType type = wire::FrameType::Syscall; ///< Syscall, Prefork, or Handshake for an EXEC
    std::uint32_t number = 0;                        ///< of the system call
    std::span<const std::uint64_t> arguments{};
    std::string_view commandName{}; ///< of the EXEC
    memory::CallMemory *memory = nullptr;
    bool repeatable = false;
    bool housekeeping = false;

    void write(wire::FrameWriter &writer, std::uint64_t reqno) const;
    /// For sentences: "system call 4".
    [[nodiscard]] std::string what() const;
};

/// A request under way. Lives on the stack of the thread that made it; all members but `progress` belong to
/// the session's lock, or to that thread alone where it says so.
struct Waiting
{
    enum class Outcome : std::uint8_t {
        Pending,
        Answered,
        Failed, ///< error
        Again,  ///< there is a new connection: send it (again) there
    };

    Waiting(const Request &made, std::uint32_t byThread)
        : request(made)
        , thread(byThread)
    {}

    const Request &request;
    const std::uint32_t thread;
    Generation born{};                      ///< the process the caller had in mind
    const Connection *connection = nullptr; ///< where it was sent; null while there is none
    std::uint64_t reqno = 0;
    Outcome outcome = Outcome::Pending;
    bool leads = false;  ///< has the reading role of `connection`
    bool parked = false; ///< sleeps on `changed`
    std::uint32_t roundTrips = 1;
    bool repeated = false;       ///< of the thread
    transport::TimePoint sent{}; ///< of the thread
    transport::TimePoint answered{};
    wire::SyscallReply reply{};
    wire::Cookie cookie{};
    ClientError error{ClientError::Kind::Connection, 0, 0, {}};
    std::condition_variable changed;

    enum class Progress : std::uint8_t {
        Writing,
        Left,   ///< the last byte has left, and the observer has seen the request
        Unsent, ///< it did not leave whole: it cannot have happened
    };
    std::atomic<Progress> progress{Progress::Writing};
};

} // namespace rumpscope::session
