// SPDX-License-Identifier: BSD-2-Clause
// The filter language: which calls of the history are meant.
//
//     comm == "ftpd" && (errno == ENOENT || latency > 5ms)
//     type == COPYIN && bytes > 4KiB
//     call in (open, stat) && path contains "/etc" && !own
#pragma once

#include "clientcore/filter/filter_error.h"
#include "clientcore/trace/store/call_record.h"

#include <tl/expected.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace rumpscope::trace {

/// A checked filter. Copies are cheap and share what was compiled; const members may be used by any threads.
///
/// A comparison with what a record does not have (the pid of a handshake, the errno of a running call) is
/// false, != included; !(...) turns it round. Where a record has several values (fd, path, type), == and the
/// like mean any of them, != none of them.
class Filter
{
public:
    Filter(); ///< lets everything pass

    /// Parses and checks. Empty or blank text lets everything pass.
    [[nodiscard]] static tl::expected<Filter, FilterError> compile(std::string_view text);

    /// What a record is compared with but does not hold itself.
    struct Clock
    {
        TimePoint start; ///< zero of the field `time`
        TimePoint now;   ///< end of running calls for now
    };
    [[nodiscard]] bool matches(const CallRecord &record, const Clock &clock) const;

    [[nodiscard]] bool passesAll() const { return !m_program; }
    /// A running call may begin or cease to match with nothing but time passing.
    [[nodiscard]] bool usesLatency() const;
    [[nodiscard]] const std::string &text() const { return m_text; } ///< as it was compiled

    struct Program;

private:
    std::shared_ptr<const Program> m_program; ///< null: everything
    std::string m_text;
};

/// `name == value` as a condition, the value quoted where it has to be; for menus and links.
[[nodiscard]] std::string conditionText(std::string_view field, std::string_view value);
/// The filter that lets pass what both do: && with parentheses where they are needed.
[[nodiscard]] std::string bothText(std::string_view filter, std::string_view condition);
/// What does not fulfil `condition`.
[[nodiscard]] std::string notText(std::string_view condition);

} // namespace rumpscope::trace
