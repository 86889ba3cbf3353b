// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/remarks/remarks.h"

namespace rumpscope::trace {

namespace {

/// Clients remembered at once; the first ones make room.
constexpr std::size_t kMostClients = 10'000;

} // namespace

Remarks::Remarks()
    : Remarks(Limits{})
{}

Remarks::Remarks(Limits limits)
    : m_limits(limits)
{}

Remark *Remarks::note(const Key &key, TimePoint when, std::optional<CallId> evidence)
{
    const auto known = m_byKey.find(key);
    if (known == m_byKey.end() && m_remarks.size() >= m_limits.remarks) {
        ++m_notKept;
        return nullptr;
    }
    ++m_revision;
    const RemarkId id = known == m_byKey.end() ? RemarkId{m_next++} : known->second;
    Remark &remark = m_remarks[id];
    if (known == m_byKey.end()) {
        m_byKey.emplace(key, id);
        remark.id = id;
        remark.rule = key.rule;
        remark.first = when;
    }
    ++remark.count;
    remark.last = when;
    if (evidence && remark.evidence.size() < m_limits.evidence)
        remark.evidence.push_back(*evidence);
    return &remark;
}

void Remarks::withdraw(const Key &key)
{
    const auto known = m_byKey.find(key);
    if (known == m_byKey.end())
        return;
    m_remarks.erase(known->second);
    m_byKey.erase(known);
    ++m_revision;
}

ClientBook &Remarks::bookOf(const CallRecord &record)
{
    if (m_books.size() >= kMostClients && !m_books.contains(record.session))
        m_books.erase(m_books.begin());
    return m_books[record.session];
}

void Remarks::update(const Store &store, const Store::Change &change)
{
    const auto &events = store.connectionEvents();
    for (std::size_t i = events.size() - change.connectionEvents; i < events.size(); ++i)
        turned(store, events[i]);
    // What ended comes first: a call that repeats a lost one, or claims a child, begins after that has ended.
    for (const CallId id : change.ended) {
        if (const auto index = store.indexOf(id))
            ended(store.at(*index));
    }
    for (std::size_t i = store.size() - change.appended; i < store.size(); ++i)
        began(store.at(i));
    if (store.size() > 0) // what has left the history is no longer followed
        m_running.erase(m_running.begin(), m_running.lower_bound(store.at(0).id));
}

void Remarks::restart(Limits limits)
{
    const auto [next, revision] = std::pair(m_next, m_revision);
    *this = Remarks(limits);
    m_next = next;
    m_revision = revision + 1;
}

void Remarks::clear()
{
    m_remarks.clear();
    m_byKey.clear();
    m_notKept = 0;
    ++m_revision;
}

} // namespace rumpscope::trace
