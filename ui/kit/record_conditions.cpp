// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/record_conditions.h"

#include "clientcore/abi/catalog.h"
#include "clientcore/filter/field.h"
#include "clientcore/filter/filter.h"
#include "clientcore/trace/store/seen_call.h"
#include "ui/kit/trace_model.h"

#include <string>

namespace rumpscope::ui {

namespace {

using trace::CallRecord;

QString condition(const char *field, std::string_view value)
{
    return QString::fromStdString(trace::conditionText(field, value));
}
QString condition(const char *field, quint64 value)
{
    return condition(field, std::to_string(value));
}

QString callCondition(const CallRecord &record)
{
    if (record.kind != CallRecord::Kind::Syscall)
        return condition("kind", trace::lifecycleName(record.kind));
    const abi::Call *call = abi::findCall(record.number);
    return call ? condition("call", call->display) : QString();
}

QString resultCondition(const CallRecord &record)
{
    switch (record.outcome) {
    case CallRecord::Outcome::Running:
        return QStringLiteral("running");
    case CallRecord::Outcome::Refused:
        return condition("state", "refused");
    case CallRecord::Outcome::Lost:
        return condition("state", "lost");
    case CallRecord::Outcome::Cancelled:
        return condition("state", "ended");
    case CallRecord::Outcome::Answered:
        break;
    }
    const auto error = record.netbsdErrno();
    const abi::ErrnoFact *fact = error ? abi::findErrno(*error) : nullptr;
    if (!error)
        return {};
    return fact ? condition("errno", fact->name) : condition("errno", std::to_string(*error));
}

/// As slow, or slower.
QString latencyCondition(const CallRecord &record)
{
    if (record.outcome == CallRecord::Outcome::Running || record.roundTrips == 0)
        return {};
    const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(record.latency(record.ended));
    return QStringLiteral("latency >= %1us").arg(whole.count());
}

} // namespace

QString conditionOf(const CallRecord &record, int column)
{
    switch (column) {
    case TraceModel::PidColumn:
        return record.pid ? condition("pid", std::to_string(*record.pid)) : QString();
    case TraceModel::ProcessColumn:
        return condition("comm", record.process);
    case TraceModel::CallColumn:
        return callCondition(record);
    case TraceModel::ResultColumn:
        return resultCondition(record);
    case TraceModel::LatencyColumn:
        return latencyCondition(record);
    case TraceModel::TripsColumn:
        return condition("roundtrips", record.roundTrips);
    case TraceModel::ConnectionColumn:
        return condition("connection", static_cast<quint64>(record.session));
    case TraceModel::GenerationColumn:
        return condition("generation", static_cast<quint64>(record.generation));
    case TraceModel::ThreadColumn:
        return condition("thread", record.thread);
    case TraceModel::BytesInColumn:
        return condition("bytesin", record.bytesIn);
    case TraceModel::BytesOutColumn:
        return condition("bytesout", record.bytesOut);
    default:
        return {};
    }
}

QStringList conditionsOf(const CallRecord &record)
{
    QStringList conditions;
    const auto add = [&](const QString &one) {
        if (!one.isEmpty() && !conditions.contains(one))
            conditions.append(one);
    };
    for (const int column :
         {TraceModel::CallColumn, TraceModel::ProcessColumn, TraceModel::PidColumn, TraceModel::ResultColumn})
        add(conditionOf(record, column));
    for (const std::string_view path : trace::pathsOf(record))
        add(condition("path", path));
    for (const int column : {TraceModel::LatencyColumn, TraceModel::ConnectionColumn,
                             TraceModel::GenerationColumn, TraceModel::ThreadColumn})
        add(conditionOf(record, column));
    return conditions;
}

} // namespace rumpscope::ui
