// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/remarks/client_book.h"

#include "clientcore/abi/catalog.h"

#include <algorithm>

namespace rumpscope::trace {

void ClientBook::enter(Generation generation)
{
    if (generation <= m_generation)
        return;
    if (m_generation != Generation{})
        m_lost = m_open;
    m_open.clear();
    m_streaks.clear();
    m_generation = generation;
}

void ClientBook::follow(const CallRecord &record)
{
    const abi::Call *call = abi::findCall(record.number);
    if (!call || record.generation != m_generation || record.netbsdErrno().value_or(-1) != 0)
        return;
    const auto opened = [this](std::int64_t descriptor) {
        if (m_open.size() < kMost)
            m_open.insert(descriptor);
    };
    if (call->result == abi::ResultKind::Fd || call->result == abi::ResultKind::TwoFds)
        opened(record.retval[0]);
    if (call->result == abi::ResultKind::TwoFds)
        opened(record.retval[1]);
    if (call->display == "close") {
        for (const std::int64_t descriptor : namedDescriptors(record))
            m_open.erase(descriptor);
    }
}

void ClientBook::rememberLost(const CallRecord &record)
{
    if (m_lostCalls.size() >= kMost)
        m_lostCalls.erase(m_lostCalls.begin());
    m_lostCalls.push_back({record.id, record.number, record.arguments()});
}

std::optional<CallId> ClientBook::takeRepeated(const CallRecord &record)
{
    if (m_lostCalls.empty())
        return std::nullopt;
    const auto found = std::find_if(m_lostCalls.begin(), m_lostCalls.end(), [&](const LostCall &lost) {
        return lost.id < record.id && lost.number == record.number && lost.arguments == record.arguments();
    });
    if (found == m_lostCalls.end())
        return std::nullopt;
    const CallId id = found->id;
    m_lostCalls.erase(found);
    return id;
}

const ClientBook::Streak &ClientBook::count(const CallRecord &record, std::int64_t descriptor)
{
    if (m_streaks.size() >= kMost && !m_streaks.contains(record.thread))
        m_streaks.clear();
    Streak &streak = m_streaks[record.thread];
    if (streak.number != record.number || streak.descriptor != descriptor)
        streak = {record.number, descriptor, 0, record.id};
    ++streak.length;
    return streak;
}

std::vector<std::int64_t> namedDescriptors(const CallRecord &record)
{
    std::vector<std::int64_t> descriptors;
    const abi::Call *call = abi::findCall(record.number);
    if (record.kind != CallRecord::Kind::Syscall || !call)
        return descriptors;
    const auto slots = record.arguments();
    for (std::size_t i = 0; i < std::min(slots.size(), call->arguments.size()); ++i) {
        const auto value = static_cast<std::int32_t>(slots[i]);
        if (call->arguments[i].role == abi::Role::Fd && value >= 0)
            descriptors.push_back(value);
    }
    return descriptors;
}

} // namespace rumpscope::trace
