// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-cli/feed.h"

#include <algorithm>

namespace rumpscope::cli {

namespace {

/// Events that are put together before what they made is told.
constexpr std::size_t kBatch = 10'000;
/// Enough to show a call's copies; the sums count all of them.
constexpr trace::Store::Limits kLimits{.calls = 2'000'000, .bytes = 1U << 30, .connectionEvents = 1};

/// Ended processes in the tree.
constexpr std::size_t kEnded = 200'000;

} // namespace

Feed::Feed(Presenter *presenter, trace::Filter filter, Additions additions)
    : m_presenter(presenter)
    , m_filter(std::move(filter))
    , m_additions(std::move(additions))
    , m_store(kLimits)
    , m_tree({.ended = kEnded})
{
    m_store.begin();
}

void Feed::add(event::Event &&event)
{
    const auto time = std::visit([](const auto &one) { return one.time; }, event);
    if (!m_start && m_presenter)
        m_presenter->begin(time);
    m_start = m_start.value_or(time);
    if (const auto *turn = std::get_if<event::ConnectionEvent>(&event))
        m_turns.push_back(*turn);
    m_store.add(std::move(event));
    if (++m_waiting >= kBatch)
        flush();
}

void Feed::flush()
{
    m_waiting = 0;
    const trace::Store::Change change = m_store.commit();
    for (const event::ConnectionEvent &turn : m_turns)
        m_tree.connection(turn);
    const auto began = [&](std::size_t index) { return index + change.appended >= m_store.size(); };
    for (std::size_t i = m_store.size() - change.appended; i < m_store.size(); ++i) {
        const trace::CallRecord &record = m_store.at(i);
        m_tree.call(record, true, record.outcome != trace::CallRecord::Outcome::Running);
    }
    std::vector<std::size_t> ended;
    for (const trace::CallId id : change.ended) {
        if (const auto index = m_store.indexOf(id)) {
            ended.push_back(*index);
            if (!began(*index))
                m_tree.call(m_store.at(*index), false, true);
        }
    }
    std::stable_sort(ended.begin(), ended.end(),
                     [&](std::size_t a, std::size_t b) { return m_store.at(a).ended < m_store.at(b).ended; });
    for (const std::size_t index : ended) {
        tellUntil(m_store.at(index).ended);
        tell(m_store.at(index));
    }
    const auto latest = std::max_element(m_turns.begin(), m_turns.end(),
                                         [](const auto &a, const auto &b) { return a.time < b.time; });
    if (latest != m_turns.end())
        tellUntil(latest->time); // they may be told a little out of their order
    m_store.clear();             // running calls stay
}

void Feed::tellUntil(transport::TimePoint time)
{
    const auto &marks = m_additions.marks;
    const auto marksUntil = [&](transport::TimePoint until) {
        for (; m_marksTold < marks.size() && marks[m_marksTold].time <= until; ++m_marksTold) {
            if (m_presenter)
                m_presenter->mark(marks[m_marksTold]);
        }
    };
    for (; !m_turns.empty() && m_turns.front().time <= time; m_turns.pop_front()) {
        marksUntil(m_turns.front().time);
        if (m_presenter && m_filter.passesAll())
            m_presenter->turn(m_turns.front());
    }
    marksUntil(time);
}

void Feed::tell(const trace::CallRecord &record)
{
    if (!m_presenter || !m_filter.matches(record, {m_start.value_or(record.sent), record.ended}))
        return;
    const auto note = m_additions.notes.find({record.sent, record.reqno});
    m_presenter->call(record, note == m_additions.notes.end() ? nullptr : &note->second);
    ++m_shown;
    if (record.kind == trace::CallRecord::Kind::Syscall && !record.housekeeping)
        ++m_counts[{record.session, record.generation}];
}

void Feed::finish()
{
    flush();
    tellUntil(transport::TimePoint::max());
    for (std::size_t i = 0; i < m_store.size(); ++i) // nothing but running ones is left
        tell(m_store.at(i));
    if (m_presenter)
        m_presenter->finish(m_tree, m_filter.passesAll() ? std::nullopt : std::optional(m_counts));
}

} // namespace rumpscope::cli
