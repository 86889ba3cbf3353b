// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-cli/record_text.h"

#include "clientcore/abi/catalog.h"
#include "clientcore/recording/event_text.h"
#include "clientcore/trace/store/seen_call.h"
#include "clientcore/wire/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::cli {

namespace {

using Kind = trace::CallRecord::Kind;
using Outcome = trace::CallRecord::Outcome;

std::string cookieText(const trace::CallRecord &record)
{
    constexpr std::size_t kShown = 4; // enough to tell two apart
    std::string text;
    for (std::size_t i = 0; record.cookie && i < kShown; ++i)
        text += fmt::format("{:02x}", static_cast<unsigned>((*record.cookie)[i]));
    return text.empty() ? text : " " + text;
}

RecordText lifecycle(const trace::CallRecord &record)
{
    const std::string quoted = " \"" + wire::printable(record.text) + "\"";
    switch (record.kind) {
    case Kind::Guest:
        return {"guest", "guest" + quoted, {}, false};
    case Kind::Fork:
        return {"fork", "fork: claims prepared child" + cookieText(record), {}, false};
    case Kind::Exec:
        return {"exec",
                record.before.empty() ? "exec" + quoted
                                      : "exec \"" + wire::printable(record.before) + "\" ->" + quoted,
                {},
                false};
    case Kind::Prefork:
        return {"prefork", "prefork: prepares child" + cookieText(record), {}, false};
    case Kind::Raise: {
        const auto signal = abi::signalName(static_cast<std::int32_t>(record.number));
        return {"signal",
                signal.empty() ? fmt::format("signal {}", record.number) : fmt::format("signal {}", signal),
                {},
                false};
    }
    case Kind::Syscall:
    case Kind::Unknown:
        break;
    }
    return {"unknown",
            fmt::format("request with number {}, which rump_sp does not have", record.number),
            {},
            false};
}

std::string outcomeText(const trace::CallRecord &record)
{
    switch (record.outcome) {
    case Outcome::Running:
        return "= ? (not answered yet)";
    case Outcome::Refused:
        return fmt::format("= ? (refused: {})", wire::meaning(static_cast<wire::ErrorCode>(record.error)));
    case Outcome::Lost:
        return "= ? (answer lost)";
    case Outcome::Cancelled:
        return "= ? (its client closed)";
    case Outcome::Answered:
        break;
    }
    return record.kind == Kind::Raise ? std::string() : "= 0";
}

} // namespace

RecordText textOf(const trace::CallRecord &record)
{
    const bool lost = record.outcome == Outcome::Lost || record.outcome == Outcome::Refused;
    if (record.kind != Kind::Syscall) {
        RecordText text = lifecycle(record);
        text.result = outcomeText(record);
        text.failed = lost;
        return text;
    }
    const auto decoded = trace::decode(record);
    RecordText text{decoded.name, decoded.text, decoded.result, decoded.failed || lost};
    if (record.outcome != Outcome::Answered)
        text.result = outcomeText(record);
    else if (decoded.failed)
        text.result = "= " + call::errnoText(record.error, true);
    return text;
}

std::int64_t nanoseconds(transport::TimePoint time)
{
    return std::chrono::nanoseconds(time.time_since_epoch()).count();
}

std::uint64_t bytesNotKept(const trace::CallRecord &record)
{
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < record.frames.size(); ++i) {
        const event::FrameRecord &frame = record.frames[i];
        bytes += frame.header.payloadLength() -
                 std::min<std::uint64_t>(frame.header.payloadLength(), frame.payload.size());
    }
    return bytes;
}

double microseconds(const trace::CallRecord &record)
{
    return std::chrono::duration<double, std::micro>(record.latency(record.ended)).count();
}

Json toJson(const trace::CallRecord &record)
{
    const RecordText text = textOf(record);
    Json json{{"type", "call"},
              {"id", static_cast<std::uint64_t>(record.id)},
              {"t", nanoseconds(record.sent)},
              {"session", static_cast<std::uint32_t>(record.session)},
              {"generation", static_cast<std::uint32_t>(record.generation)},
              {"thread", record.thread},
              {"process", record.process}};
    if (record.pid)
        json["pid"] = *record.pid;
    json["name"] = text.name;
    json["call"] = text.call;
    json["outcome"] = trace::nameOf(record.outcome);
    json["result"] = text.result;
    if (record.outcome == Outcome::Answered && record.kind == Kind::Syscall) {
        json["errno"] = record.error;
        json["retval"] = record.retval;
    }
    if (record.outcome != Outcome::Running)
        json["latency_ns"] = std::chrono::nanoseconds(record.latency(record.ended)).count();
    json["round_trips"] = record.roundTrips;
    json["bytes_in"] = record.bytesIn;
    json["bytes_out"] = record.bytesOut;
    if (const std::uint64_t bytes = bytesNotKept(record); bytes > 0)
        json["bytes_not_kept"] = bytes;
    if (record.housekeeping)
        json["housekeeping"] = true;
    return json;
}

Json toJson(const event::ConnectionEvent &turn)
{
    Json json{{"type", "event"}};
    const auto told = trace::toJson(turn, 0);
    for (const auto &[key, value] : told.items())
        json[key] = value;
    return json;
}

} // namespace rumpscope::cli
