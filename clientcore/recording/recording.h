// SPDX-License-Identifier: BSD-2-Clause
// Recordings as sources of events, whatever their format.
#pragma once

#include "clientcore/event/record.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rumpscope::trace {

using event::ConnectionEvent;
using event::Direction;
using event::Event;
using event::FrameEvent;
using event::FramePlace;
using event::FrameRecord;
using event::Generation;
using event::kNoPlace;
using event::SessionId;
using transport::TimePoint;

class RecordingPages;

/// Why a recording cannot be opened, or read any further. What was read before is good.
struct RecordingError
{
    std::string path;
    std::uint64_t offset = 0; ///< bytes of the file that are good
    std::string sentence;     ///< what is wrong, where, and what to do
};

/// A remark that somebody made while recording.
struct Mark
{
    TimePoint time;
    std::string text;
};

/// What a person wrote beside a call.
struct Note
{
    TimePoint sent; ///< of the call's request: with its number it names the call
    std::uint64_t reqno = 0;
    std::string text;
    bool bookmark = false;
    [[nodiscard]] bool empty() const { return text.empty() && !bookmark; } ///< takes back what was there
};

using Notes = std::map<std::pair<TimePoint, std::uint64_t>, Note>; ///< by what names the call

/// What a recording says of itself, as far as it was read.
struct RecordingFacts
{
    /// True: times are nanoseconds since 1970, in UTC. False: since some moment before the first event.
    bool wallClock = false;
    std::uint64_t bytesRead = 0;
    std::uint64_t bytes = 0; ///< of the whole file when it was opened
    std::uint64_t frames = 0;
    std::uint64_t turns = 0;
    std::uint64_t lost = 0;    ///< events that the recorder had no room for
    std::uint64_t damaged = 0; ///< packets and blocks of rump_sp that cannot be read, in a file that goes on
    /// Blocks and packets of others, by what they are: "block of type 5", "packet of link type 1".
    std::map<std::string, std::uint64_t> passedOver;
    std::vector<std::string> missingParts; ///< "part 3 (x-3.pcapng)": what the reading did not find
    unsigned firstPart = 1;                ///< with which the reading began
    unsigned sections = 0;                 ///< recordings appended to each other
    bool ours = false;                     ///< rumpscope wrote it; else `complete` says nothing
    bool complete = false; ///< the last section was closed, not cut off by a crash or still being written
    std::vector<Mark> marks;
    Notes notes;                     ///< as they stand
    std::vector<SessionId> sessions; ///< in the order they appeared
};

/// How a recording is to be read.
struct ReadOptions
{
    RecordingPages *pages = nullptr; ///< learns where frames are; outlives the source
    /// Ids for the sessions in the order they appear: facts().sessions of an earlier reading.
    std::vector<SessionId> sessions = {};
};

/// Events in the order they happened. Unless told otherwise, the sessions in it get ids that nobody else has
/// (nextSessionId). Not
/// thread-safe.
class EventSource
{
public:
    virtual ~EventSource() = default;
    /// The next one; nullopt at the end. An error is final.
    [[nodiscard]] virtual tl::expected<std::optional<Event>, RecordingError> next() = 0;
    [[nodiscard]] virtual const RecordingFacts &facts() const = 0;
};

/// Opens a pcapng file of rumpscope, or one with frames of the Wireshark dissector `rump_sp`, or a
/// recording written down as JSON lines (tests/data/transcripts/README.md). Looks at the contents, not at the
/// name. Where a recording in segments has lost its first part, its name opens the first one that is left.
[[nodiscard]] tl::expected<std::unique_ptr<EventSource>, RecordingError>
openRecording(const std::string &path, ReadOptions options = {});

} // namespace rumpscope::trace
