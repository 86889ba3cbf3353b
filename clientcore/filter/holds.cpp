// SPDX-License-Identifier: BSD-2-Clause
// One condition against one record.
#include "clientcore/abi/catalog.h"
#include "clientcore/filter/program.h"
#include "clientcore/trace/store/seen_call.h"

#include <algorithm>

namespace rumpscope::trace {

namespace {

bool compare(std::int64_t value, Comparison comparison, std::int64_t with)
{
    switch (comparison) {
    case Comparison::Less:
        return value < with;
    case Comparison::LessEqual:
        return value <= with;
    case Comparison::Greater:
        return value > with;
    case Comparison::GreaterEqual:
        return value >= with;
    default:
        return value == with;
    }
}

bool compare(std::string_view value, Comparison comparison, std::string_view with)
{
    switch (comparison) {
    case Comparison::Contains:
        return value.find(with) != std::string_view::npos;
    case Comparison::Begins:
        return value.starts_with(with);
    case Comparison::Ends:
        return value.ends_with(with);
    default:
        return value == with;
    }
}

/// Any of the record's values with any of the condition's; != is none with none.
template<class Values, class Wanted>
bool any(const Values &values, Comparison comparison, const Wanted &wanted)
{
    if (values.begin() == values.end())
        return false;
    const bool hit = std::any_of(values.begin(), values.end(), [&](const auto &value) {
        return std::any_of(wanted.begin(), wanted.end(),
                           [&](const auto &with) { return compare(value, comparison, with); });
    });
    return hit != (comparison == Comparison::NotEqual);
}

bool anyNumber(std::int64_t value, const Condition &condition)
{
    const std::array<std::int64_t, 1> one{value};
    return any(one, condition.comparison, condition.numbers);
}

bool anyText(std::string_view value, const Condition &condition)
{
    const std::array<std::string_view, 1> one{value};
    return any(one, condition.comparison, condition.texts);
}

bool isCall(const Condition &condition, const CallRecord &record)
{
    const bool syscall = record.kind == CallRecord::Kind::Syscall;
    const bool hit = syscall ? record.number < condition.calls.size() && condition.calls[record.number]
                             : (maskOf(FieldId::Kind, record) & condition.mask) != 0;
    return hit != (condition.comparison == Comparison::NotEqual);
}

bool isWord(const Condition &condition, const CallRecord &record)
{
    const std::uint32_t mask = maskOf(condition.field->id, record);
    return mask != 0 && ((mask & condition.mask) != 0) != (condition.comparison == Comparison::NotEqual);
}

/// What it names, and what it returned.
std::vector<std::int64_t> descriptorsOf(const CallRecord &record)
{
    std::vector<std::int64_t> descriptors;
    const abi::Call *known =
        record.kind == CallRecord::Kind::Syscall ? abi::findCall(record.number) : nullptr;
    if (!known)
        return descriptors;
    const auto slots = record.arguments();
    for (std::size_t i = 0; i < std::min(slots.size(), known->arguments.size()); ++i) {
        if (known->arguments[i].role == abi::Role::Fd)
            descriptors.push_back(static_cast<std::int32_t>(slots[i]));
    }
    const bool succeeded = record.outcome == CallRecord::Outcome::Answered && record.error == 0;
    if (succeeded && (known->result == abi::ResultKind::Fd || known->result == abi::ResultKind::TwoFds))
        descriptors.push_back(record.retval[0]);
    if (succeeded && known->result == abi::ResultKind::TwoFds)
        descriptors.push_back(record.retval[1]);
    return descriptors;
}

std::string textOf(const CallRecord &record)
{
    if (record.kind == CallRecord::Kind::Syscall)
        return decode(record).text;
    std::string text(lifecycleName(record.kind));
    return record.text.empty() ? text : text + ' ' + record.text;
}

std::int64_t nanoseconds(transport::Duration duration)
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count();
}

/// Fields with one number, which may be missing.
std::optional<std::int64_t> numberOf(FieldId id, const CallRecord &record, const Filter::Clock &clock)
{
    switch (id) {
    case FieldId::Errno:
        return record.netbsdErrno();
    case FieldId::Latency:
        return record.kind == CallRecord::Kind::Raise ? std::nullopt
                                                      : std::optional(nanoseconds(record.latency(clock.now)));
    case FieldId::Time:
        return nanoseconds(record.sent - clock.start);
    case FieldId::Pid:
        return record.pid;
    case FieldId::Result:
        return record.outcome == CallRecord::Outcome::Answered && !record.failed() &&
                       record.kind == CallRecord::Kind::Syscall
                   ? std::optional(record.retval[0])
                   : std::nullopt;
    case FieldId::Bytes:
        return static_cast<std::int64_t>(record.bytesIn + record.bytesOut);
    case FieldId::BytesIn:
        return static_cast<std::int64_t>(record.bytesIn);
    case FieldId::BytesOut:
        return static_cast<std::int64_t>(record.bytesOut);
    case FieldId::RoundTrips:
        return record.roundTrips;
    case FieldId::Generation:
        return static_cast<std::int64_t>(record.generation);
    case FieldId::Connection:
        return static_cast<std::int64_t>(record.session);
    case FieldId::Thread:
        return record.thread;
    case FieldId::Reqno:
        return static_cast<std::int64_t>(record.reqno);
    default:
        return std::nullopt;
    }
}

bool holdsText(const Condition &condition, const CallRecord &record)
{
    switch (condition.field->id) {
    case FieldId::Comm:
        return anyText(record.process, condition);
    case FieldId::Path:
        return any(pathsOf(record), condition.comparison, condition.texts);
    default:
        return anyText(textOf(record), condition);
    }
}

} // namespace

bool holds(const Condition &condition, const CallRecord &record, const Filter::Clock &clock)
{
    switch (condition.field->type) {
    case FieldType::Flag:
        return condition.field->id == FieldId::Failed    ? record.failed()
               : condition.field->id == FieldId::Running ? record.outcome == CallRecord::Outcome::Running
                                                         : record.housekeeping;
    case FieldType::Name:
        return condition.field->id == FieldId::Call ? isCall(condition, record) : isWord(condition, record);
    case FieldType::Text:
        return holdsText(condition, record);
    default:
        break;
    }
    if (condition.field->id == FieldId::Fd)
        return any(descriptorsOf(record), condition.comparison, condition.numbers);
    const auto number = numberOf(condition.field->id, record, clock);
    return number && anyNumber(*number, condition);
}

} // namespace rumpscope::trace
