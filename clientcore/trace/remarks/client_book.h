// SPDX-License-Identifier: BSD-2-Clause
// What the rules remember of one client.
#pragma once

#include "clientcore/trace/store/call_record.h"

#include <map>
#include <set>
#include <vector>

namespace rumpscope::trace {

/// Descriptors as its calls show them, calls whose answers were lost, transfers in a row. Bounded.
class ClientBook
{
public:
    /// A run of like transfers of one thread.
    struct Streak
    {
        std::uint32_t number = 0;
        std::int64_t descriptor = -1;
        std::uint32_t length = 0;
        CallId first{};
    };
    struct LostCall
    {
        CallId id;
        std::uint32_t number;
        std::vector<std::uint64_t> arguments;
    };

    /// A reconnect: what was open is lost.
    void enter(Generation generation);
    /// An answered call: descriptors come and go.
    void follow(const CallRecord &record);
    [[nodiscard]] bool hasLost(std::int64_t descriptor) const
    {
        return m_lost.contains(descriptor) && !m_open.contains(descriptor);
    }
    [[nodiscard]] std::size_t lostCount() const { return m_lost.size(); }
    void rememberLost(const CallRecord &record);
    /// The lost call that this one repeats; forgotten with that.
    [[nodiscard]] std::optional<CallId> takeRepeated(const CallRecord &record);
    /// Counts a transfer on; another kind of it begins a new run.
    [[nodiscard]] const Streak &count(const CallRecord &record, std::int64_t descriptor);
    void breakStreak(std::uint32_t thread) { m_streaks.erase(thread); }

    static constexpr std::size_t kMost = 1024; ///< of each kind

private:
    Generation m_generation{};
    std::set<std::int64_t> m_open;
    std::set<std::int64_t> m_lost;
    std::vector<LostCall> m_lostCalls;
    std::map<std::uint32_t, Streak> m_streaks;
};

/// Descriptors among a system call's arguments, AT_FDCWD and the like left out.
[[nodiscard]] std::vector<std::int64_t> namedDescriptors(const CallRecord &record);

} // namespace rumpscope::trace
