// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings of a real kernel and its client library (tests/data/transcripts/README.md).
#pragma once

#include "clientcore/wire/frame.h"

#include <cstdint>
#include <string>
#include <vector>

namespace rumpscope::test {

/// One line of a recording.
struct TranscriptRecord
{
    enum class Kind { Accept, Eof, OsError, Banner, Frame };
    Kind kind = Kind::Frame;
    std::int64_t microseconds = 0; ///< since start
    int connection = 0;
    bool toServer = false; ///< direction of frames; for Eof: the client closed
    std::string banner;    ///< with its newline
    wire::Header header;
    wire::Bytes payload; ///< as many bytes as the header says: where the recording cut it, filled up with 'x'
    bool cut = false;
};

/// tests/data/transcripts/NAME.jsonl; NAME may be "errors/cancel". Throws when it cannot be read.
[[nodiscard]] std::vector<TranscriptRecord> loadTranscript(const std::string &name);
/// Every recording there is, sorted.
[[nodiscard]] std::vector<std::string> transcriptNames();
/// What went over one connection in one direction, byte for byte, banner included.
[[nodiscard]] wire::Bytes streamOf(const std::vector<TranscriptRecord> &records, int connection,
                                   bool toServer);
[[nodiscard]] std::vector<int> connectionsOf(const std::vector<TranscriptRecord> &records);

} // namespace rumpscope::test
