// SPDX-License-Identifier: BSD-2-Clause
#include "tests/support/trace/playback.h"

#include "clientcore/trace/ring/recorder.h"
#include "clientcore/wire/frame_reader.h"
#include "clientcore/wire/frame_writer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace rumpscope::test {

namespace {

using event::ConnectionEvent;
using event::Direction;
using Kind = TranscriptRecord::Kind;
using wire::FrameClass;
using wire::FrameType;

class Line
{
public:
    Line(event::SessionId session, event::Sink &observer)
        : m_session(session)
        , m_observer(observer)
    {}

    void take(const TranscriptRecord &record)
    {
        m_now = event::FrameEvent{}.time + std::chrono::microseconds(record.microseconds);
        if (record.kind == Kind::Eof && !m_ended) {
            m_ended = true;
            tell(record.toServer ? ConnectionEvent::Kind::Closed : ConnectionEvent::Kind::Lost);
        } else if (record.kind == Kind::Banner) {
            feed(m_client, wire::ByteView(reinterpret_cast<const std::byte *>(record.banner.data()),
                                          record.banner.size()));
        } else if (record.kind == Kind::Frame) {
            wire::FrameWriter writer;
            writer.append(record.header, record.payload);
            feed(record.toServer ? m_server : m_client, writer.bytes());
        }
    }

private:
    using Reader = wire::FrameReader;

    void feed(Reader &reader, wire::ByteView bytes)
    {
        reader.feed(bytes);
        for (auto frame = reader.next();; frame = reader.next()) {
            ASSERT_TRUE(frame) << frame.error().sentence();
            if (!*frame)
                return;
            const bool toServer = &reader == &m_server;
            m_observer.frame({m_now, m_session, event::Generation{1},
                              toServer ? Direction::ToServer : Direction::FromServer, 1,
                              lender(**frame, toServer), false, **frame});
            if (toServer)
                asked(**frame);
            else
                answered(**frame);
        }
    }

    /// By the memory touched, as a session knows it: one call that has this address among its arguments.
    std::optional<std::uint64_t> lender(const wire::FrameView &frame, bool toServer)
    {
        if (toServer || frame.header.frameClass != FrameClass::Request || frame.payload.size() < 16)
            return std::nullopt;
        const std::uint64_t address = wire::decodeCopyIn({frame.header, frame.payload.first(16)})->address;
        for (const auto &[reqno, arguments] : m_running) {
            if (std::find(arguments.begin(), arguments.end(), address) != arguments.end())
                return reqno;
        }
        return std::nullopt;
    }

    void asked(const wire::FrameView &frame)
    {
        if (frame.header.frameClass != FrameClass::Request)
            return;
        m_asked[frame.header.reqno] = {frame.header, {frame.payload.begin(), frame.payload.end()}};
        if (frame.header.type == FrameType::Syscall)
            m_running[frame.header.reqno] = wire::decodeSyscallArguments(frame).value();
    }

    void answered(const wire::FrameView &frame)
    {
        if (frame.header.frameClass != FrameClass::Response)
            return;
        m_running.erase(frame.header.reqno);
        const wire::Frame &request = m_asked[frame.header.reqno];
        if (frame.header.type == FrameType::Prefork)
            tell(ConnectionEvent::Kind::Prepared, {}, wire::decodePreforkReply(frame).value());
        if (frame.header.type != FrameType::Handshake)
            return;
        switch (static_cast<wire::HandshakeKind>(request.header.word)) {
        case wire::HandshakeKind::Guest:
            tell(ConnectionEvent::Kind::Established, wire::decodeCommandName(request.view()).value());
            break;
        case wire::HandshakeKind::Exec:
            tell(ConnectionEvent::Kind::Execed, wire::decodeCommandName(request.view()).value());
            break;
        case wire::HandshakeKind::Fork:
            tell(ConnectionEvent::Kind::Established);
            tell(ConnectionEvent::Kind::Claimed, {}, wire::decodeForkRequest(request.view())->cookie);
            break;
        case wire::HandshakeKind::Auth:
            break;
        }
    }

    void tell(ConnectionEvent::Kind kind, std::string text = {}, std::optional<wire::Cookie> cookie = {})
    {
        ConnectionEvent note{};
        note.time = m_now;
        note.session = m_session;
        note.generation = event::Generation{1};
        note.kind = kind;
        note.text = std::move(text);
        note.cookie = cookie;
        m_observer.connection(note);
    }

    event::SessionId m_session;
    event::Sink &m_observer;
    transport::TimePoint m_now{};
    bool m_ended = false;
    Reader m_client{Reader::Role::Client};
    Reader m_server{Reader::Role::Server};
    std::map<std::uint64_t, wire::Frame> m_asked;
    std::map<std::uint64_t, std::vector<std::uint64_t>> m_running;
};

} // namespace

void play(const std::vector<TranscriptRecord> &records, event::Sink &observer)
{
    std::map<int, Line> lines;
    for (const TranscriptRecord &record : records) {
        const event::SessionId session{static_cast<std::uint32_t>(record.connection)};
        lines.try_emplace(record.connection, session, observer).first->second.take(record);
    }
}

trace::Store assembled(const std::string &name)
{
    trace::Recorder recorder;
    trace::Store store;
    play(loadTranscript(name), recorder);
    recorder.drain([&](event::Event &&event) { store.add(std::move(event)); });
    EXPECT_EQ(recorder.lost(), 0U);
    return store;
}

} // namespace rumpscope::test
