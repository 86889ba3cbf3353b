// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/store/store.h"

#include <algorithm>

namespace rumpscope::trace {

namespace {

std::size_t weightOf(const CallRecord &record)
{
    return sizeof(CallRecord) + record.process.size() + record.text.size() + record.before.size() +
           record.frames.weight();
}

Store::Limits sane(Store::Limits limits)
{
    limits.calls = std::max<std::size_t>(limits.calls, 1);
    limits.framesPerCall = std::max<std::size_t>(limits.framesPerCall, 1); // the request
    return limits;
}

} // namespace

Store::Store()
    : Store(Limits{})
{}

Store::Store(Limits limits, std::shared_ptr<FrameSource> pages)
    : m_limits(sane(limits))
    , m_pages(std::move(pages))
{}

void Store::begin()
{
    letGo();
    m_change = {};
    m_sizeBefore = m_calls.size();
    m_firstOfBatch = m_nextId;
}

void Store::add(Event &&event)
{
    if (auto *frame = std::get_if<FrameRecord>(&event)) {
        ++m_framesSeen;
        addFrame(std::move(*frame));
        return;
    }
    auto &turn = std::get<ConnectionEvent>(event);
    addTurn(turn);
    m_events.push_back(std::move(turn));
    ++m_change.connectionEvents;
    while (m_events.size() > m_limits.connectionEvents) {
        m_events.pop_front();
        ++m_eventsEvicted;
    }
}

Store::Change Store::commit()
{
    Change change = std::move(m_change);
    const std::size_t left = change.evicted;
    change.evicted = std::min(left, m_sizeBefore);
    change.appended -= left - change.evicted;
    change.connectionEvents = std::min(change.connectionEvents, m_events.size());
    std::sort(change.changed.begin(), change.changed.end());
    change.changed.erase(std::unique(change.changed.begin(), change.changed.end()), change.changed.end());
    for (auto *ids : {&change.changed, &change.ended})
        std::erase_if(*ids, [this](CallId id) { return m_calls.empty() || id < m_calls.front().id; });
    std::vector<CallId> cooling = m_pages ? change.ended : std::vector<CallId>();
    begin();
    m_cooling = std::move(cooling);
    return change;
}

std::optional<std::size_t> Store::indexOf(CallId id) const
{
    const auto begin = m_calls.begin() + static_cast<std::ptrdiff_t>(m_survivors);
    if (begin != m_calls.end() && id >= begin->id) {
        const auto index = m_survivors + static_cast<std::size_t>(static_cast<std::uint64_t>(id) -
                                                                  static_cast<std::uint64_t>(begin->id));
        return index < m_calls.size() ? std::optional(index) : std::nullopt;
    }
    const auto found =
        std::lower_bound(m_calls.begin(), begin, id,
                         [](const CallRecord &record, CallId wanted) { return record.id < wanted; });
    if (found == begin || found->id != id)
        return std::nullopt;
    return static_cast<std::size_t>(found - m_calls.begin());
}

void Store::clear()
{
    std::erase_if(m_calls,
                  [](const CallRecord &record) { return record.outcome != CallRecord::Outcome::Running; });
    m_survivors = m_calls.size();
    m_bytes = 0;
    for (const CallRecord &record : m_calls)
        m_bytes += weightOf(record);
    m_events.clear();
    begin();
}

CallRecord &Store::append(CallRecord &&record)
{
    record.id = CallId{m_nextId++};
    m_bytes += weightOf(record);
    ++m_change.appended;
    if (record.outcome != CallRecord::Outcome::Running)
        m_change.ended.push_back(record.id);
    return m_calls.emplace_back(std::move(record));
}

/// Of a kept record.
void Store::end(CallRecord &record, TimePoint when)
{
    record.ended = when;
    m_change.ended.push_back(record.id);
}

void Store::keepFrame(CallRecord &record, FrameRecord &&frame, bool always)
{
    touch(record.id);
    if (!always && record.frames.size() >= m_limits.framesPerCall) {
        ++record.framesLeftOut;
        return;
    }
    m_bytes += record.frames.push_back(std::move(frame));
}

CallRecord *Store::recordOf(CallId id)
{
    const auto index = indexOf(id);
    return index ? &m_calls[*index] : nullptr;
}

/// Records of this batch are new: their changes go without saying.
void Store::touch(CallId id)
{
    if (static_cast<std::uint64_t>(id) < m_firstOfBatch &&
        (m_change.changed.empty() || m_change.changed.back() != id))
        m_change.changed.push_back(id);
}

/// Whoever is told of a batch finds its frames in memory.
void Store::letGo()
{
    for (const CallId id : m_cooling) {
        CallRecord *record = recordOf(id);
        if (!record)
            continue;
        const std::size_t before = weightOf(*record);
        if (record->frames.letGo(m_pages))
            m_bytes -= before - weightOf(*record);
    }
    m_cooling.clear();
}

/// The youngest record stays, whatever it holds.
void Store::evictWhileOver()
{
    while (m_calls.size() > m_limits.calls || (m_bytes > m_limits.bytes && m_calls.size() > 1))
        evictOldest();
}

void Store::evictOldest()
{
    const CallRecord &oldest = m_calls.front();
    if (oldest.outcome == CallRecord::Outcome::Running) {
        const auto book = m_books.find(oldest.session);
        if (book != m_books.end())
            book->second.close({oldest.generation, oldest.reqno});
    }
    m_bytes -= weightOf(oldest);
    m_calls.pop_front();
    m_survivors -= m_survivors > 0 ? 1 : 0;
    ++m_evicted;
    ++m_change.evicted;
}

} // namespace rumpscope::trace
