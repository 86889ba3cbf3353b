// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/server/scripted_server.h"

#include <fmt/format.h>

#include <stdexcept>

namespace rumpscope::test {

namespace {

constexpr std::uint32_t kGetpid = 20;

template<class T, class E>
void check(const tl::expected<T, E> &result)
{
    if (!result)
        throw std::runtime_error(result.error().sentence());
}

} // namespace

Peer::Peer(transport::Stream stream)
    : m_stream(std::make_unique<transport::Stream>(std::move(stream)))
{}

void Peer::text(std::string_view bytes)
{
    check(m_stream->sendAll(std::as_bytes(std::span(bytes))));
}

Peer::Frame Peer::expect(wire::FrameClass frameClass, wire::FrameType type)
{
    const auto deadline = transport::Deadline::in(kPatience);
    for (;;) {
        auto frame = m_reader.next();
        check(frame);
        if (*frame) {
            const wire::Header &header = (*frame)->header;
            if (header.frameClass != frameClass || header.type != type)
                throw std::runtime_error(fmt::format("expected {} {}, got {} {}", wire::name(frameClass),
                                                     wire::name(type), wire::name(header.frameClass),
                                                     wire::name(header.type)));
            const wire::ByteView payload = (*frame)->payload;
            return {header, {payload.begin(), payload.end()}};
        }
        check(m_stream->waitReadable(deadline));
        const auto got = m_stream->receiveNow(m_reader.prepare());
        check(got);
        m_reader.commit(*got);
    }
}

Peer::Frame Peer::call(std::uint32_t number)
{
    Frame frame = request(wire::FrameType::Syscall);
    if (frame.header.word != number)
        throw std::runtime_error(fmt::format("expected system call {}, got {}", number, frame.header.word));
    return frame;
}

void Peer::send(const std::function<void(wire::FrameWriter &)> &build)
{
    wire::FrameWriter writer;
    build(writer);
    check(m_stream->sendAll(writer.bytes()));
}

void Peer::answer(const Frame &frame, std::int32_t error, std::int64_t first, std::int64_t second)
{
    send([&](wire::FrameWriter &writer) {
        writer.syscallReply(frame.header.reqno, {error, 0, {first, second}});
    });
}

void Peer::greet(std::int32_t pid)
{
    banner();
    const Frame hello = request(wire::FrameType::Handshake);
    send([&](wire::FrameWriter &writer) { writer.handshakeReply(hello.header.reqno); });
    answer(call(kGetpid), 0, pid, 1);
}

void Peer::expectEnd()
{
    const auto deadline = transport::Deadline::in(kPatience);
    for (;;) {
        check(m_stream->waitReadable(deadline));
        const auto got = m_stream->receiveNow(m_reader.prepare());
        if (!got && got.error().kind == transport::StreamError::Kind::Closed)
            return;
        check(got);
        m_reader.commit(*got);
    }
}

void Peer::close()
{
    m_stream.reset();
}

ScriptedServer::ScriptedServer(Script script)
{
    listen();
    m_thread = std::thread([this, script = std::move(script)] {
        try {
            script(*this);
        } catch (const std::exception &error) {
            m_error = error.what();
            m_listener.reset();
        }
    });
}

ScriptedServer::~ScriptedServer()
{
    if (m_thread.joinable())
        m_thread.join();
}

transport::ServerUrl ScriptedServer::url() const
{
    return transport::ServerUrl::parse(m_directory.url()).value();
}

Peer ScriptedServer::accept()
{
    auto stream = m_listener->accept(transport::Deadline::in(kPatience));
    check(stream);
    return Peer(std::move(*stream));
}

void ScriptedServer::stopListening()
{
    m_listener.reset();
}

void ScriptedServer::listen()
{
    auto listener = transport::Listener::open(url());
    check(listener);
    m_listener = std::make_unique<transport::Listener>(std::move(*listener));
}

std::string ScriptedServer::finish()
{
    m_thread.join();
    return m_error;
}

} // namespace rumpscope::test
