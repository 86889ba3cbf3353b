// SPDX-License-Identifier: GPL-3.0-or-later
// A process in a kernel that makes calls as people type them.
#pragma once

#include "clientcore/call/decode.h"
#include "clientcore/session/session.h"
#include "tests/support/server/collector.h"

#include <map>

namespace rumpscope::test {

/// What became of a typed call.
struct Made
{
    std::string text;   ///< as the trace prints it
    std::string result; ///< "= 3", "-1 ENOENT"; the sentence of a client error
    session::SyscallResult answer;
    std::optional<event::ClientError> failure; ///< no answer came
    std::vector<call::DecodedArgument> arguments;

    /// Bytes that went over for the argument of this name.
    [[nodiscard]] std::string bytes(std::string_view argument) const;
    /// Field of a structure, "st_size"; empty if there is none.
    [[nodiscard]] std::string field(std::string_view name) const;
};

/// Keeps notes and frames, and knows which calls have left.
class Watch final : public event::Sink
{
public:
    void frame(const event::FrameEvent &note) noexcept override;
    void connection(const event::ConnectionEvent &note) noexcept override;
    /// Waits until `count` requests of this system call have left; false after a long while.
    [[nodiscard]] bool awaitSent(std::uint32_t number, int count = 1);
    [[nodiscard]] Collector &notes() { return m_notes; }

private:
    Collector m_notes;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::map<std::uint32_t, int> m_sent;
};

/// Throws std::runtime_error where a session cannot be made or a text is no call.
class TypedGuest
{
public:
    explicit TypedGuest(const std::string &url, const std::string &name = "live", retry::Policy retry = {});
    /// The child that waits behind the cookie.
    TypedGuest(const std::string &url, const wire::Cookie &cookie);

    /// Any thread.
    [[nodiscard]] Made call(std::string_view expression);
    /// The result alone.
    [[nodiscard]] std::string operator()(std::string_view expression) { return call(expression).result; }
    [[nodiscard]] session::Session &session() { return *m_session; }
    [[nodiscard]] Watch &watch() { return *m_watch; }

private:
    std::unique_ptr<Watch> m_watch = std::make_unique<Watch>();
    std::unique_ptr<session::Session> m_session; ///< ends before its observer
};

} // namespace rumpscope::test
