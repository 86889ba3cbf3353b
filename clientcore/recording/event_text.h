// SPDX-License-Identifier: BSD-2-Clause
// Turns of connections as JSON, for recordings and for other programs.
#pragma once

#include "clientcore/event/record.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace rumpscope::trace {

using event::ConnectionEvent;
using event::Generation;
using event::SessionId;
using transport::TimePoint;

/// "established", "retry-planned": one word, the same for ever.
[[nodiscard]] std::string_view nameOf(ConnectionEvent::Kind kind);
/// One line for people: "process established: ftpd", "connection lost: closed by the server".
[[nodiscard]] std::string describe(const ConnectionEvent &event);

/// Times are nanoseconds, moved by `clock` (what is added to our monotonic time).
[[nodiscard]] nlohmann::json toJson(const ConnectionEvent &event, std::int64_t clock);
/// What toJson wrote; nullopt for anything else. Fields of a wrong type are left out.
[[nodiscard]] std::optional<ConnectionEvent> fromJson(const nlohmann::json &json);
/// On one line; text that is not UTF-8 has its odd bytes replaced.
[[nodiscard]] std::string line(const nlohmann::json &json);

} // namespace rumpscope::trace
