// SPDX-License-Identifier: BSD-2-Clause
// What calls show.
#include "clientcore/trace/remarks/remarks.h"
#include "clientcore/trace/remarks/words.h"

#include <algorithm>

namespace rumpscope::trace {

namespace {

using Kind = CallRecord::Kind;
using Outcome = CallRecord::Outcome;

constexpr std::int32_t kEbadf = 9;

/// Bytes a read or write asks for; nothing for other calls.
std::optional<std::uint64_t> transferSize(const CallRecord &record)
{
    const abi::Call *call = abi::findCall(record.number);
    const auto slots = record.arguments();
    if (!call || slots.size() < call->arguments.size())
        return std::nullopt;
    for (const abi::Argument &argument : call->arguments) {
        const bool moves = argument.role == abi::Role::BufferIn || argument.role == abi::Role::BufferOut;
        if (moves && argument.lengthUnit == abi::LengthUnit::Bytes && argument.lengthArgument >= 0)
            return slots[static_cast<std::size_t>(argument.lengthArgument)];
    }
    return std::nullopt;
}

} // namespace

void Remarks::began(const CallRecord &record)
{
    if (record.housekeeping)
        return;
    if (record.outcome == Outcome::Running && record.kind != Kind::Raise)
        m_running.insert(record.id);
    if (record.kind == Kind::Fork && record.cookie)
        forget(*record.cookie);
    if (record.kind != Kind::Syscall)
        return;
    checkArguments(record);
    checkRepeated(bookOf(record), record);
    checkWorkers(record.sent);
}

void Remarks::ended(const CallRecord &record)
{
    m_running.erase(record.id);
    if (record.housekeeping)
        return;
    const auto number = static_cast<std::uint64_t>(record.id);
    withdraw({RemarkRule::BlockedCall, record.session, record.generation, number, {}});
    withdraw({RemarkRule::SilentClient, record.session, record.generation, number, {}});
    if (record.kind == Kind::Prefork)
        rememberChild(record);
    if (record.kind != Kind::Syscall)
        return;
    ClientBook &book = bookOf(record);
    book.enter(record.generation);
    if (record.outcome == Outcome::Lost)
        lostAnswer(book, record);
    if (record.outcome != Outcome::Answered)
        return;
    checkDescriptors(book, record);
    book.follow(record);
    checkPieces(record);
    checkTransfers(book, record);
}

void Remarks::rememberChild(const CallRecord &record)
{
    if (record.outcome != Outcome::Answered || !record.cookie)
        return;
    if (m_prepared.size() >= ClientBook::kMost)
        m_prepared.erase(m_prepared.begin());
    m_prepared[*record.cookie] = {record.id, record.session, whoOf(record), record.ended};
}

void Remarks::lostAnswer(ClientBook &book, const CallRecord &record)
{
    book.rememberLost(record);
    Remark *remark =
        note({RemarkRule::LostAnswer, record.session, record.generation, 0, {}}, record.ended, record.id);
    if (remark)
        remark->text = fmt::format(
            "{} of {} got no answer: the connection went first",
            remark->count == 1 ? callName(record.number) : counted(remark->count, "call"), whoOf(record));
}

void Remarks::checkArguments(const CallRecord &record)
{
    const abi::Call *call = abi::findCall(record.number);
    if (!call || record.frames.empty())
        return;
    const std::uint64_t sent = record.frames.front().header.payloadLength() / sizeof(std::uint64_t);
    if (sent >= call->arguments.size())
        return;
    Remark *remark =
        note({RemarkRule::ShortArguments, record.session, {}, record.number, {}}, record.sent, record.id);
    if (remark)
        remark->text = fmt::format("{} of {} came with {} of {}", call->display, whoOf(record), sent,
                                   counted(call->arguments.size(), "argument"));
}

void Remarks::checkDescriptors(const ClientBook &book, const CallRecord &record)
{
    if (record.error != kEbadf)
        return;
    const auto named = namedDescriptors(record);
    if (std::none_of(named.begin(), named.end(), [&](std::int64_t one) { return book.hasLost(one); }))
        return;
    Remark *remark = note({RemarkRule::LostDescriptors, record.session, record.generation, 0, {}},
                          record.ended, record.id);
    if (remark)
        remark->text = fmt::format("{} of {} went with the reconnect; {} used them since (EBADF)",
                                   counted(book.lostCount(), "descriptor"), whoOf(record),
                                   counted(remark->count, "call"));
}

void Remarks::checkPieces(const CallRecord &record)
{
    const std::uint64_t pieces = record.roundTrips - std::min<std::uint32_t>(record.roundTrips, 1);
    if (pieces == 0 || pieces < m_limits.manyPieces || record.bytesIn / pieces >= m_limits.smallPiece)
        return;
    Remark *remark =
        note({RemarkRule::SmallPieces, record.session, {}, record.number, {}}, record.ended, record.id);
    if (remark)
        remark->text =
            fmt::format("{} of {} gave {} in {} pieces, a round trip each", callName(record.number),
                        whoOf(record), counted(record.bytesIn, "byte"), pieces);
}

void Remarks::checkTransfers(ClientBook &book, const CallRecord &record)
{
    const auto size = transferSize(record);
    const auto named = namedDescriptors(record);
    if (!size || *size > m_limits.smallBytes || named.empty() || record.error != 0)
        return book.breakStreak(record.thread);
    const ClientBook::Streak &streak = book.count(record, named.front());
    if (streak.length < m_limits.manyInARow)
        return;
    const Key key{RemarkRule::SmallTransfers,
                  record.session,
                  record.generation,
                  static_cast<std::uint64_t>(streak.first),
                  {}};
    const bool isNew = !m_byKey.contains(key);
    Remark *remark = note(key, record.ended, isNew ? std::optional(streak.first) : std::nullopt);
    if (!remark)
        return;
    remark->count = streak.length;
    remark->text = fmt::format("{} called {} on descriptor {} {} times in a row with {} bytes at most each",
                               whoOf(record), callName(record.number), streak.descriptor, streak.length,
                               m_limits.smallBytes);
}

/// Harmless calls may be repeated: an event of our own sessions tells of that.
void Remarks::checkRepeated(ClientBook &book, const CallRecord &record)
{
    const auto lost = book.takeRepeated(record);
    const abi::Call *call = abi::findCall(record.number);
    if (!lost || (call && call->repeatable))
        return;
    Remark *remark = note({RemarkRule::RepeatedCall, record.session, record.generation, record.number, {}},
                          record.sent, lost);
    if (!remark)
        return;
    if (remark->evidence.size() < m_limits.evidence)
        remark->evidence.push_back(record.id);
    remark->text = fmt::format("{} of {} was sent again after its answer was lost", callName(record.number),
                               whoOf(record));
}

void Remarks::checkWorkers(TimePoint when)
{
    if (m_running.size() < m_limits.workers)
        return;
    Remark *remark = note({RemarkRule::NoFreeWorker, {}, {}, 0, {}}, when, *m_running.begin());
    if (remark)
        remark->text = fmt::format("{} are under way at once: the server has no worker left",
                                   counted(m_running.size(), "call"));
}

} // namespace rumpscope::trace
