// SPDX-License-Identifier: GPL-3.0-or-later
// Clients that a test makes up: what they say is told to a workbench as a tap would.
#pragma once

#include "ui/bridge/workbench.h"

#include <string>
#include <vector>

namespace rumpscope::ui::test {

/// One client. Frames are spread over time that begins where the test says; every function that tells many
/// waits, handling events, until the workbench has them all, so that nothing is lost however slow the machine
/// is.
class Traffic
{
public:
    /// Its first frame is said to have come `since` after the workbench's start.
    explicit Traffic(Workbench &workbench, transport::Duration since = std::chrono::milliseconds(1));

    void establish(std::int32_t pid, const std::string &comm);
    void turn(event::ConnectionEvent note); ///< session, generation and time are filled in
    /// A call and its answer `latency` later.
    void call(std::uint32_t number, const std::vector<std::uint64_t> &arguments = {}, std::int32_t error = 0);
    void begin(std::uint32_t number, const std::vector<std::uint64_t> &arguments = {}); ///< without an answer
    void exec(const std::string &comm);                                                 ///< and its answer
    void answer(std::int64_t value = 0, std::int32_t error = 0);                        ///< of the last call
    /// `count` calls with their answers; false after kPatience.
    [[nodiscard]] bool calls(std::size_t count, std::uint32_t number, std::int32_t error = 0);
    /// Until the workbench has all that was told.
    [[nodiscard]] bool settle();

    [[nodiscard]] SessionId session() const { return m_session; }

    transport::Duration step = std::chrono::microseconds(10); ///< between frames
    std::uint32_t thread = 1;

private:
    void frame(event::Direction direction, wire::ByteView bytes);
    [[nodiscard]] transport::TimePoint next();

    Workbench &m_workbench;
    const SessionId m_session = event::nextSessionId();
    transport::TimePoint m_time;
    std::uint64_t m_reqno = 0;
    std::uint64_t m_begun = 0;
    std::uint64_t m_answered = 0;
};

} // namespace rumpscope::ui::test
