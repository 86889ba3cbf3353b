// SPDX-License-Identifier: BSD-2-Clause
// What turns of connections, and time passing, show.
#include "clientcore/trace/remarks/remarks.h"
#include "clientcore/trace/remarks/words.h"
#include "clientcore/transport/server_url.h"

#include <algorithm>

namespace rumpscope::trace {

namespace {

using TurnKind = ConnectionEvent::Kind;

/// How far back a call is looked for that an event speaks of.
constexpr std::size_t kLookBack = 4096;

/// The youngest call of that life of a session, of that number if one is given.
std::optional<CallId> latestOf(const Store &store, const ConnectionEvent &event,
                               std::optional<std::int64_t> number)
{
    const std::size_t end = store.size() - std::min(store.size(), kLookBack);
    for (std::size_t i = store.size(); i-- > end;) {
        const CallRecord &record = store.at(i);
        if (record.session == event.session && record.generation == event.generation &&
            record.sent <= event.time && (!number || record.number == *number))
            return record.id;
    }
    return std::nullopt;
}

/// The server's request that waits for the client, if the call's last frame is one.
const FrameRecord *unanswered(const CallRecord &record)
{
    if (record.frames.empty() || record.framesLeftOut > 0)
        return nullptr;
    const FrameRecord &last = record.frames.back();
    const bool asks = last.header.type == wire::FrameType::CopyIn ||
                      last.header.type == wire::FrameType::CopyInStr ||
                      last.header.type == wire::FrameType::AnonMmap;
    const bool request =
        last.direction == Direction::FromServer && last.header.frameClass == wire::FrameClass::Request;
    return asks && request ? &last : nullptr;
}

} // namespace

void Remarks::turned(const Store &store, const ConnectionEvent &event)
{
    Key key{RemarkRule::Violation, event.session, event.generation, 0, {}};
    switch (event.kind) {
    case TurnKind::Connecting: {
        const auto url = transport::ServerUrl::parse(event.text);
        if (!url || url->isLoopbackOrLocal())
            return;
        if (Remark *remark = note({RemarkRule::OpenToNetwork, {}, {}, 0, event.text}, event.time, {}))
            remark->text = fmt::format("whoever reaches {} is root in that kernel", event.text);
        return;
    }
    case TurnKind::Violation:
        if (Remark *remark = note(key, event.time, latestOf(store, event, {})))
            remark->text = event.text;
        return;
    case TurnKind::StrayAnswer:
        key.rule = RemarkRule::StrayAnswers;
        if (Remark *remark = note(key, event.time, latestOf(store, event, {})))
            remark->text = fmt::format("{} came to no question, the latest to request {}",
                                       counted(remark->count, "answer"), event.number);
        return;
    case TurnKind::Repeated:
        key.rule = RemarkRule::RepeatedCall;
        key.detail = static_cast<std::uint64_t>(event.number);
        if (Remark *remark = note(key, event.time, latestOf(store, event, event.number)))
            remark->text = fmt::format("{} was sent again after its answer was lost, which does no harm",
                                       callName(static_cast<std::uint32_t>(event.number)));
        return;
    case TurnKind::Unread:
        key.rule = RemarkRule::UnreadAnswers;
        unread(store, key, event);
        return;
    case TurnKind::Claimed:
    case TurnKind::Cancelled:
        if (event.cookie)
            forget(*event.cookie);
        return;
    case TurnKind::Lost: // with the kernel, as far as one can tell: its prepared children are gone
        std::erase_if(m_prepared, [&](const auto &one) { return one.second.session == event.session; });
        return;
    default:
        return;
    }
}

/// The largest heap is told; the evidence is what the client asked for last.
void Remarks::unread(const Store &store, const Key &key, const ConnectionEvent &event)
{
    const auto latest = latestOf(store, event, {});
    Remark *remark = note(key, event.time, latest);
    if (!remark)
        return;
    const auto index = latest ? store.indexOf(*latest) : std::nullopt;
    remark->text = fmt::format("{} leaves its answers unread: {} waited in the tap",
                               index ? whoOf(store.at(*index)) : "a client",
                               counted(static_cast<std::uint64_t>(event.number), "byte"));
}

/// Claimed or cancelled: nothing to remark on any more.
void Remarks::forget(const wire::Cookie &cookie)
{
    const auto found = m_prepared.find(cookie);
    if (found == m_prepared.end())
        return;
    const auto call = static_cast<std::uint64_t>(found->second.call);
    withdraw({RemarkRule::UnclaimedChild, found->second.session, {}, call, {}});
    m_prepared.erase(found);
}

void Remarks::tick(const Store &store, TimePoint now)
{
    for (const CallId id : m_running) {
        if (const auto index = store.indexOf(id))
            checkRunning(store.at(*index), now);
    }
    for (const auto &[cookie, child] : m_prepared) {
        const Key key{
            RemarkRule::UnclaimedChild, child.session, {}, static_cast<std::uint64_t>(child.call), {}};
        if (now - child.since < m_limits.unclaimed || m_byKey.contains(key))
            continue;
        if (Remark *remark = note(key, child.since, child.call))
            remark->text = fmt::format("a child that {} prepared has not been claimed", child.parent);
    }
}

void Remarks::checkRunning(const CallRecord &record, TimePoint now)
{
    if (record.kind != CallRecord::Kind::Syscall || record.latency(now) < m_limits.blocked)
        return;
    const FrameRecord *question = unanswered(record);
    const bool silent = question && now - question->time >= m_limits.blocked;
    Key key{RemarkRule::BlockedCall,
            record.session,
            record.generation,
            static_cast<std::uint64_t>(record.id),
            {}};
    Key other = key;
    (silent ? key : other).rule = RemarkRule::SilentClient;
    withdraw(other);
    if (m_byKey.contains(key))
        return;
    Remark *remark = note(key, silent ? question->time : record.sent, record.id);
    if (!remark)
        return;
    remark->text = silent
                       ? fmt::format("{} has not answered a {} of its {}", whoOf(record),
                                     wire::name(question->header.type), callName(record.number))
                       : fmt::format("{} of {} waits for its answer", callName(record.number), whoOf(record));
}

} // namespace rumpscope::trace
