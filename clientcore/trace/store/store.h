// SPDX-License-Identifier: BSD-2-Clause
// The history: calls and connection events, bounded, oldest out first, losses counted.
#pragma once

#include "clientcore/trace/store/call_record.h"
#include "clientcore/trace/store/session_book.h"

#include <deque>
#include <map>
#include <unordered_map>

namespace rumpscope::trace {

/// Puts records together, each frame in constant time. Not thread-safe: belongs to the thread that drains the
/// recorder.
class Store
{
public:
    struct Limits
    {
        std::size_t calls = 1'000'000;
        std::size_t bytes = 512U << 20; ///< estimate of what records and frames hold
        std::size_t connectionEvents = 100'000;
        /// Kept of one call: the first ones, and its answer always. The others are counted in the record.
        std::size_t framesPerCall = 100;
    };
    Store(); ///< with the default limits
    /// Frames of ended calls that have a place are let go one batch after the last that touched them, if
    /// there is a `pages` to read them again from.
    explicit Store(Limits limits, std::shared_ptr<FrameSource> pages = nullptr);

    /// What one batch changed, so that models can say it in one go: first `evicted` rows leave at the front,
    /// then `appended` come at the end. Records that came and went within the batch are in neither.
    struct Change
    {
        std::size_t appended = 0;         ///< new records at the end
        std::size_t evicted = 0;          ///< records that left at the front
        std::vector<CallId> changed;      ///< older records that got frames or ended; ascending, each once
        std::vector<CallId> ended;        ///< kept records that ended in this batch, each once
        std::size_t connectionEvents = 0; ///< new ones at the end
    };
    void begin();
    void add(Event &&event);
    [[nodiscard]] Change commit();

    [[nodiscard]] std::size_t size() const { return m_calls.size(); }
    [[nodiscard]] const CallRecord &at(std::size_t index) const { return m_calls[index]; }
    [[nodiscard]] std::optional<std::size_t> indexOf(CallId id) const;
    [[nodiscard]] const std::deque<ConnectionEvent> &connectionEvents() const { return m_events; }
    /// Forgets everything shown so far; running calls stay. Between batches only.
    void clear();

    [[nodiscard]] std::uint64_t callsSeen() const { return m_nextId - 1; }
    [[nodiscard]] std::uint64_t callsEvicted() const { return m_evicted; }
    [[nodiscard]] std::uint64_t connectionEventsEvicted() const { return m_eventsEvicted; }
    [[nodiscard]] std::uint64_t framesSeen() const { return m_framesSeen; }
    /// Frames in no record: answers without a question, copies after the answer (aio) or of a call that
    /// nobody could name, frames of evicted calls.
    [[nodiscard]] std::uint64_t framesApart() const { return m_framesApart; }
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

private:
    using Key = SessionBook::Key;

    // store_frames.cpp: one frame each
    void addFrame(FrameRecord &&frame);
    void addRequest(SessionBook &book, FrameRecord &&frame);
    void addAnswer(SessionBook &book, FrameRecord &&frame);
    void addServerRequest(SessionBook &book, FrameRecord &&frame);
    void addRaise(const SessionBook &book, FrameRecord &&frame);
    void addReply(SessionBook &book, FrameRecord &&frame);
    void describeHandshake(SessionBook &book, CallRecord &record, const wire::FrameView &request);
    void readAnswer(SessionBook &book, CallRecord &record, const wire::FrameView &answer);
    [[nodiscard]] std::optional<CallId> servedBy(SessionBook &book, const FrameRecord &frame) const;

    // store_connections.cpp: one turn each
    void addTurn(const ConnectionEvent &event);
    void identify(SessionBook &book, const ConnectionEvent &event);
    void abandon(SessionBook &book, Generation last, TimePoint when, CallRecord::Outcome outcome);
    void rememberName(const wire::Cookie &cookie, const std::string &name);

    // store.cpp: the history itself
    CallRecord &append(CallRecord &&record);
    void keepFrame(CallRecord &record, FrameRecord &&frame, bool always);
    [[nodiscard]] CallRecord *recordOf(CallId id);
    void touch(CallId id);
    void end(CallRecord &record, TimePoint when);
    void evictWhileOver();
    void evictOldest();
    void letGo();

    Limits m_limits;
    std::shared_ptr<FrameSource> m_pages;
    std::vector<CallId> m_cooling; ///< ended in the last batch
    std::deque<CallRecord> m_calls;
    std::deque<ConnectionEvent> m_events;
    std::unordered_map<SessionId, SessionBook> m_books;
    std::deque<SessionId> m_retired; ///< ended sessions whose book is still kept
    std::map<wire::Cookie, std::string> m_childNames;
    std::deque<wire::Cookie> m_childrenByAge;

    Change m_change;
    std::size_t m_sizeBefore = 0; ///< records when the batch began
    std::uint64_t m_firstOfBatch = 1;
    /// Records that a clear() left at the front with gaps between their ids; those behind have none.
    std::size_t m_survivors = 0;
    std::uint64_t m_nextId = 1;
    std::uint64_t m_evicted = 0;
    std::uint64_t m_eventsEvicted = 0;
    std::uint64_t m_framesSeen = 0;
    std::uint64_t m_framesApart = 0;
    std::size_t m_bytes = 0;
};

} // namespace rumpscope::trace
