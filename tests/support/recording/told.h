// SPDX-License-Identifier: BSD-2-Clause
// Events as lines that can be compared, whoever tells them.
#pragma once

#include "clientcore/recording/recording.h"

#include <string>
#include <vector>

namespace rumpscope::test {

using Lines = std::vector<std::string>;

/// Everything but absolute times and the numbers of sessions: those count from 1 in the order they appear,
/// times from the first event.
[[nodiscard]] Lines linesOf(const std::vector<event::Event> &events);

struct Read
{
    std::vector<event::Event> events;
    std::optional<trace::RecordingError> error;
    trace::RecordingFacts facts;
};
/// The whole recording; a file that cannot be opened is an error without events.
[[nodiscard]] Read readAll(const std::string &path);

/// The events of tests/data/transcripts/NAME.jsonl.
[[nodiscard]] std::vector<event::Event> transcriptEvents(const std::string &name);
/// Into a new file; throws std::runtime_error.
void record(const std::string &path, const std::vector<event::Event> &events);

[[nodiscard]] std::string contents(const std::string &path);
void put(const std::string &path, std::string_view bytes);

} // namespace rumpscope::test
