// SPDX-License-Identifier: BSD-2-Clause
#include "tests/tap/tapped.h"

#include "clientcore/tap/conversation.h"
#include "clientcore/wire/frame_writer.h"

#include <map>
#include <stdexcept>
#include <thread>

namespace rumpscope::test {

namespace {

constexpr auto kPatience = std::chrono::seconds(20);
constexpr std::int32_t kFirstHostPid = 1000;

bool isServerSide(const std::vector<TranscriptRecord> &records, int connection)
{
    for (const auto &record : records) {
        if (record.connection == connection && record.kind == TranscriptRecord::Kind::Eof)
            return !record.toServer;
    }
    return false;
}

} // namespace

void Watched::look()
{
    std::vector<event::ConnectionEvent> turns;
    m_store.begin();
    m_recorder.drain([&](event::Event &&event) {
        if (const auto *turn = std::get_if<event::ConnectionEvent>(&event))
            turns.push_back(*turn);
        m_store.add(std::move(event));
    });
    const trace::Store::Change change = m_store.commit();
    for (const auto &turn : turns)
        m_tree.connection(turn);
    for (std::size_t i = m_store.size() - change.appended; i < m_store.size(); ++i) {
        const trace::CallRecord &record = m_store.at(i);
        m_tree.call(record, true, record.outcome != trace::CallRecord::Outcome::Running);
    }
    for (const trace::CallId id : change.changed) {
        const trace::CallRecord &record = m_store.at(*m_store.indexOf(id));
        if (record.outcome != trace::CallRecord::Outcome::Running)
            m_tree.call(record, false, true);
    }
}

bool Watched::await(const std::function<bool(Watched &)> &fine)
{
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    for (look(); !fine(*this); look()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::yield();
    }
    return true;
}

bool Watched::await(event::ConnectionEvent::Kind kind, std::size_t count)
{
    return await([&](Watched &) { return turns(kind).size() >= count; });
}

std::vector<event::ConnectionEvent> Watched::turns(event::ConnectionEvent::Kind kind) const
{
    std::vector<event::ConnectionEvent> found;
    for (const auto &event : m_store.connectionEvents()) {
        if (event.kind == kind)
            found.push_back(event);
    }
    return found;
}

Tapped::Tapped(const std::string &server, tap::TapOptions options, const std::string &listen)
{
    options.observer = &observer();
    auto opened = tap::Tap::open(transport::ServerUrl::parse(listen.empty() ? m_dir.url("tap") : listen,
                                                             transport::ServerUrl::Use::Listen)
                                     .value(),
                                 transport::ServerUrl::parse(server).value(), options);
    if (!opened)
        throw std::runtime_error(opened.error().sentence());
    m_tap = std::move(*opened);
}

void tapRecording(const std::vector<TranscriptRecord> &records, event::Sink &observer)
{
    using Kind = TranscriptRecord::Kind;
    tap::ClientBook book;
    std::map<int, std::unique_ptr<tap::Conversation>> conversations;
    for (const TranscriptRecord &record : records) {
        const auto now = transport::TimePoint{} + std::chrono::microseconds(record.microseconds);
        auto &conversation = conversations[record.connection];
        if (!conversation)
            conversation = std::make_unique<tap::Conversation>(
                observer, book,
                tap::Conversation::About{"unix://kernel", kFirstHostPid + record.connection, 1U << 20}, now);
        wire::FrameWriter writer;
        wire::ByteView bytes;
        if (record.kind == Kind::Banner) {
            bytes = std::as_bytes(std::span(record.banner));
        } else if (record.kind == Kind::Frame) {
            writer.append(record.header, record.payload);
            bytes = writer.bytes();
        } else if (record.kind == Kind::Eof) {
            conversation->end(isServerSide(records, record.connection) ? tap::Conversation::End::ByServer
                                                                       : tap::Conversation::End::ByClient,
                              now);
        }
        if (bytes.empty())
            continue;
        if (record.toServer)
            conversation->fromClient(bytes, now);
        else [[maybe_unused]]
            const auto there = conversation->fromServer(bytes, now);
    }
}

} // namespace rumpscope::test
