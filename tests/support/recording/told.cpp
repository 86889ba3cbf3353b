// SPDX-License-Identifier: BSD-2-Clause
#include "tests/support/recording/told.h"

#include "clientcore/recording/event_text.h"
#include "clientcore/recording/recording_writer.h"
#include "tests/support/files/data_file.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

namespace rumpscope::test {

namespace {

std::string lineOf(const event::FrameRecord &frame, std::int64_t since, unsigned session)
{
    std::string text =
        fmt::format("{} {}.{} {} thread {} {}{} length {} reqno {} class {} type {} word {} kept {} ", since,
                    session, static_cast<unsigned>(frame.generation),
                    frame.direction == event::Direction::ToServer ? "to server" : "from server", frame.thread,
                    frame.servedReqno ? fmt::format("for {} ", *frame.servedReqno) : "",
                    frame.housekeeping ? "housekeeping " : "", frame.header.length, frame.header.reqno,
                    static_cast<unsigned>(frame.header.frameClass), static_cast<unsigned>(frame.header.type),
                    frame.header.word, frame.payload.size());
    text.append(reinterpret_cast<const char *>(frame.payload.data()), frame.payload.size());
    return text;
}

} // namespace

Lines linesOf(const std::vector<event::Event> &events)
{
    Lines lines;
    std::map<event::SessionId, unsigned> sessions;
    std::optional<transport::TimePoint> first;
    for (const event::Event &event : events) {
        const auto [time, session] =
            std::visit([](const auto &one) { return std::pair(one.time, one.session); }, event);
        const unsigned number =
            sessions.try_emplace(session, static_cast<unsigned>(sessions.size()) + 1).first->second;
        first = first.value_or(time);
        const std::int64_t since = std::chrono::nanoseconds(time - *first).count();
        if (const auto *frame = std::get_if<event::FrameRecord>(&event)) {
            lines.push_back(lineOf(*frame, since, number));
            continue;
        }
        auto json = trace::toJson(std::get<event::ConnectionEvent>(event), 0);
        json["t"] = since;
        json["session"] = number;
        lines.push_back(trace::line(json));
    }
    return lines;
}

Read readAll(const std::string &path)
{
    Read read;
    auto source = trace::openRecording(path);
    if (!source) {
        read.error = source.error();
        return read;
    }
    for (;;) {
        auto event = (*source)->next();
        if (!event)
            read.error = event.error();
        if (!event || !*event)
            break;
        read.events.push_back(std::move(**event));
    }
    read.facts = (*source)->facts();
    return read;
}

std::vector<event::Event> transcriptEvents(const std::string &name)
{
    Read read = readAll(dataFile("transcripts/" + name + ".jsonl"));
    if (read.error)
        throw std::runtime_error(read.error->sentence);
    return std::move(read.events);
}

void record(const std::string &path, const std::vector<event::Event> &events)
{
    auto writer = trace::RecordingWriter::open(path, trace::RecordingWriter::Existing::Refuse, {});
    if (!writer)
        throw std::runtime_error(writer.error().sentence);
    for (const event::Event &event : events)
        (*writer)->add(event);
    if (!(*writer)->close())
        throw std::runtime_error((*writer)->error()->sentence);
}

std::string contents(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void put(const std::string &path, std::string_view bytes)
{
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

} // namespace rumpscope::test
