// SPDX-License-Identifier: BSD-2-Clause
// What a tap tells, put together as the window does: history and tree.
#pragma once

#include "clientcore/lineage/process_tree.h"
#include "clientcore/tap/tap.h"
#include "clientcore/trace/ring/recorder.h"
#include "clientcore/trace/store/store.h"
#include "tests/support/files/temp_dir.h"
#include "tests/support/files/transcript.h"

#include <functional>

namespace rumpscope::test {

/// One thread looks; any may tell.
class Watched
{
public:
    [[nodiscard]] event::Sink &observer() { return m_recorder; }
    void look();
    /// Looks until `fine` says so; false after a long while.
    [[nodiscard]] bool await(const std::function<bool(Watched &)> &fine);
    /// Until there are `count` turns of this kind.
    [[nodiscard]] bool await(event::ConnectionEvent::Kind kind, std::size_t count = 1);

    [[nodiscard]] std::vector<event::ConnectionEvent> turns(event::ConnectionEvent::Kind kind) const;
    [[nodiscard]] const trace::Store &store() const { return m_store; }
    /// Without the kernel's own processes.
    [[nodiscard]] std::string tree() const { return m_tree.flattened(); }
    [[nodiscard]] lineage::ProcessTree &processes() { return m_tree; }
    [[nodiscard]] std::uint64_t lost() const { return m_recorder.lost(); }

private:
    trace::Recorder m_recorder;
    trace::Store m_store;
    lineage::ProcessTree m_tree;
};

/// A tap on a socket of its own, watched.
class Tapped : public Watched
{
public:
    /// `listen`: an address to listen on instead of that socket.
    explicit Tapped(const std::string &server, tap::TapOptions options = {}, const std::string &listen = {});
    [[nodiscard]] tap::Tap &tap() { return *m_tap; }
    [[nodiscard]] std::string url() const { return m_tap->url().text(); }
    [[nodiscard]] std::string socketPath() const { return m_dir.file("tap"); }

private:
    TempDir m_dir;
    std::unique_ptr<tap::Tap> m_tap;
};

/// Tells a recording of a real kernel as a tap between the two would have. Every connection comes from a host
/// process of its own.
void tapRecording(const std::vector<TranscriptRecord> &records, event::Sink &observer);

} // namespace rumpscope::test
