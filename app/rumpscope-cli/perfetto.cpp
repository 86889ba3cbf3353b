// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-cli/perfetto.h"

#include "clientcore/recording/event_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::cli {

namespace {

using event::FrameRecord;

} // namespace

/// Microseconds, as the format wants them, exact to the nanosecond.
double Perfetto::stamp(transport::TimePoint time) const
{
    return std::chrono::duration<double, std::micro>(time - m_zero).count();
}

Json Perfetto::span(std::string name, unsigned process, std::uint32_t thread, transport::TimePoint from,
                    transport::TimePoint to) const
{
    return {{"name", std::move(name)},
            {"ph", "X"},
            {"pid", process},
            {"tid", thread},
            {"ts", stamp(from)},
            {"dur", std::max(0.0, std::chrono::duration<double, std::micro>(to - from).count())}};
}

Perfetto::Perfetto(Write write)
    : m_write(std::move(write))
{
    m_write("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n");
}

void Perfetto::put(const Json &event)
{
    m_write((m_first ? "" : ",\n") + oneLine(event));
    m_first = false;
}

Perfetto::Process &Perfetto::processOf(event::SessionId session, event::Generation generation)
{
    Process &process = m_processes[{session, generation}];
    if (process.number == 0)
        process.number = static_cast<unsigned>(m_processes.size());
    return process;
}

void Perfetto::call(const trace::CallRecord &record, const trace::Note *note)
{
    Process &process = processOf(record.session, record.generation);
    if (!record.process.empty())
        process.name = record.process + (record.pid ? fmt::format(" (pid {})", *record.pid) : "");
    const RecordText text = textOf(record);
    const bool running = record.outcome == trace::CallRecord::Outcome::Running;
    Json event =
        span(text.name, process.number, record.thread, record.sent, running ? record.sent : record.ended);
    event["cat"] = record.housekeeping ? "ours" : "call";
    event["args"] = {{"call", text.call},
                     {"result", text.result},
                     {"round trips", record.roundTrips},
                     {"bytes in", record.bytesIn},
                     {"bytes out", record.bytesOut}};
    if (const std::uint64_t bytes = bytesNotKept(record); bytes > 0)
        event["args"]["bytes not kept"] = bytes;
    if (note)
        event["args"]["note"] = note->text;
    if (running) { // it has no end: a begin without one
        event["ph"] = "B";
        event.erase("dur");
    }
    put(event);
    copies(record, process.number);
}

void Perfetto::copies(const trace::CallRecord &record, unsigned process)
{
    std::map<std::uint64_t, const FrameRecord *> asked;
    for (const FrameRecord &frame : record.frames) {
        const bool request = frame.header.frameClass == wire::FrameClass::Request;
        const std::string name(wire::name(frame.header.type));
        if (frame.direction == event::Direction::FromServer && request) {
            if (frame.header.type == wire::FrameType::CopyOut ||
                frame.header.type == wire::FrameType::CopyOutStr)
                put(span(name, process, record.thread, frame.time, frame.time));
            else
                asked[frame.header.reqno] = &frame;
        } else if (frame.direction == event::Direction::ToServer && !request) {
            const auto question = asked.find(frame.header.reqno);
            if (question == asked.end())
                continue;
            put(span(std::string(wire::name(question->second->header.type)), process, record.thread,
                     question->second->time, frame.time));
            asked.erase(question);
        }
    }
}

void Perfetto::turn(const event::ConnectionEvent &turn)
{
    const Process &process = processOf(turn.session, turn.generation);
    put({{"name", trace::describe(turn)},
         {"ph", "i"},
         {"s", "p"},
         {"pid", process.number},
         {"tid", 0},
         {"ts", stamp(turn.time)}});
}

/// Of no process: a line through all of them.
void Perfetto::mark(const trace::Mark &mark)
{
    put({{"name", mark.text}, {"ph", "i"}, {"s", "g"}, {"ts", stamp(mark.time)}});
}

void Perfetto::finish(const lineage::ProcessTree & /*tree*/,
                      const std::optional<lineage::CallCounts> & /*filtered*/)
{
    for (const auto &[life, process] : m_processes)
        put({{"name", "process_name"},
             {"ph", "M"},
             {"pid", process.number},
             {"tid", 0},
             {"args",
              {{"name", process.name.empty()
                            ? fmt::format("connection {}.{}", static_cast<std::uint32_t>(life.first),
                                          static_cast<std::uint32_t>(life.second))
                            : process.name}}}});
    m_write(fmt::format("\n],\"otherData\":{{\"start_ns\":\"{}\"}}}}\n", nanoseconds(m_zero)));
}

} // namespace rumpscope::cli
