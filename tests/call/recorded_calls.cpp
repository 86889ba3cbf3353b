// SPDX-License-Identifier: BSD-2-Clause
#include "tests/call/recorded_calls.h"

#include "clientcore/wire/payload.h"
#include "tests/support/files/transcript.h"

#include <map>

namespace rumpscope::call::test {

namespace {

using wire::FrameClass;
using wire::FrameType;

/// Sorts the frames of one recording into calls. A copy belongs to every call that runs on its connection:
/// the wire does not say to which, and addresses tell them apart.
class Sorter
{
public:
    void take(const rumpscope::test::TranscriptRecord &record)
    {
        const wire::FrameView frame{record.header, record.payload};
        const bool request = record.header.frameClass == FrameClass::Request;
        auto &connection = m_connections[record.connection];
        if (record.toServer && request && record.header.type == FrameType::Syscall)
            begin(connection, frame);
        else if (record.toServer && !request && record.header.type == FrameType::CopyIn)
            copiedIn(connection, frame);
        else if (!record.toServer && request)
            serve(connection, frame);
        else if (!record.toServer && record.header.type == FrameType::Syscall)
            answer(connection, frame);
    }
    std::vector<RecordedCall> calls;

private:
    struct Connection
    {
        std::map<std::uint64_t, std::size_t> running; ///< reqno to index in `calls`
        std::map<std::uint64_t, Copy> asked;
    };

    void begin(Connection &connection, wire::FrameView frame)
    {
        RecordedCall call;
        call.number = frame.header.word;
        call.arguments = wire::decodeSyscallArguments(frame).value_or(std::vector<std::uint64_t>());
        connection.running[frame.header.reqno] = calls.size();
        calls.push_back(std::move(call));
    }
    void serve(Connection &connection, wire::FrameView frame)
    {
        const FrameType type = frame.header.type;
        if (type == FrameType::CopyIn || type == FrameType::CopyInStr) {
            if (const auto copy = wire::decodeCopyIn(frame))
                connection.asked[frame.header.reqno] = {
                    type == FrameType::CopyIn ? Copy::Kind::In : Copy::Kind::InStr, copy->address, {}, 0};
        } else if (type == FrameType::CopyOut || type == FrameType::CopyOutStr) {
            if (const auto copy = wire::decodeCopyOut(frame))
                add(connection, {Copy::Kind::Out, copy->address, {}, copy->length}, copy->data);
        }
    }
    void copiedIn(Connection &connection, wire::FrameView frame)
    {
        const auto asked = connection.asked.find(frame.header.reqno);
        if (asked == connection.asked.end())
            return;
        Copy copy = asked->second;
        copy.length = frame.payload.size();
        add(connection, copy, frame.payload);
        connection.asked.erase(asked);
    }
    void add(Connection &connection, const Copy &copy, wire::ByteView data)
    {
        for (const auto &[reqno, index] : connection.running)
            calls[index].copies.emplace_back(copy, std::vector<std::byte>(data.begin(), data.end()));
    }
    void answer(Connection &connection, wire::FrameView frame)
    {
        const auto running = connection.running.find(frame.header.reqno);
        if (running == connection.running.end())
            return;
        RecordedCall &call = calls[running->second];
        connection.running.erase(running);
        const auto reply = wire::decodeSyscallReply(frame);
        if (!reply)
            return;
        call.answered = true;
        call.error = reply->error;
        call.retval = reply->retval;
    }

    std::map<int, Connection> m_connections;
};

} // namespace

DecodedCall RecordedCall::decoded() const
{
    std::vector<Copy> spans;
    for (const auto &[copy, data] : copies) {
        spans.push_back(copy);
        spans.back().data = data;
    }
    SeenCall seen;
    seen.number = number;
    seen.arguments = arguments;
    seen.copies = spans;
    seen.answered = answered;
    seen.error = error;
    seen.retval = retval;
    return decode(seen);
}

std::vector<RecordedCall> recordedCalls(const std::string &recording)
{
    Sorter sorter;
    for (const auto &record : rumpscope::test::loadTranscript(recording)) {
        if (record.kind == rumpscope::test::TranscriptRecord::Kind::Frame)
            sorter.take(record);
    }
    return std::move(sorter.calls);
}

} // namespace rumpscope::call::test
