// SPDX-License-Identifier: BSD-2-Clause
// Which nodes changed since somebody looked.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace rumpscope::lineage {

/// Gives every change a number. Each id is in it once, at its latest change; of what went, the latest ones
/// are remembered.
template<class Id>
class ChangeLog
{
public:
    ChangeLog() = default;
    /// Knows nothing of what was before `revision`.
    explicit ChangeLog(std::uint64_t revision)
        : m_revision(revision)
        , m_forgottenUpTo(revision)
    {}

    /// The number of this change. `before`: what touched() said last of this id, 0 for a new one.
    std::uint64_t touched(Id id, std::uint64_t before)
    {
        m_order.erase(before);
        m_order.emplace_hint(m_order.end(), ++m_revision, id);
        return m_revision;
    }
    void erased(Id id, std::uint64_t before)
    {
        m_order.erase(before);
        m_erased.emplace_back(++m_revision, id);
        if (m_erased.size() > kErased) {
            m_forgottenUpTo = m_erased.front().first;
            m_erased.pop_front();
        }
    }

    struct Changes
    {
        std::vector<Id> erased;
        std::vector<Id> touched; ///< and still there
    };
    /// Nothing if it is too long ago to tell.
    [[nodiscard]] std::optional<Changes> since(std::uint64_t revision) const
    {
        if (revision < m_forgottenUpTo)
            return std::nullopt;
        Changes changes;
        for (auto at = m_erased.rbegin(); at != m_erased.rend() && at->first > revision; ++at)
            changes.erased.push_back(at->second);
        for (auto at = m_order.upper_bound(revision); at != m_order.end(); ++at)
            changes.touched.push_back(at->second);
        return changes;
    }
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }

    static constexpr std::size_t kErased = 16'384;

private:
    std::map<std::uint64_t, Id> m_order;
    std::deque<std::pair<std::uint64_t, Id>> m_erased;
    std::uint64_t m_revision = 0;
    std::uint64_t m_forgottenUpTo = 0;
};

} // namespace rumpscope::lineage
