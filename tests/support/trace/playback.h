// SPDX-License-Identifier: BSD-2-Clause
// Recordings of a real kernel told to an observer, as one between client and server would tell them.
#pragma once

#include "clientcore/event/sink.h"
#include "clientcore/trace/store/store.h"
#include "tests/support/files/transcript.h"

namespace rumpscope::test {

/// Every connection is a session of its own, numbered as in the recording. Bytes go through the wire's
/// reader.
void play(const std::vector<TranscriptRecord> &records, event::Sink &observer);
/// A recording by name, through the recorder into a history. A test fails where anything got lost.
[[nodiscard]] trace::Store assembled(const std::string &name);

} // namespace rumpscope::test
