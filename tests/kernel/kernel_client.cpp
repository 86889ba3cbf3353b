// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/kernel_client.h"

#include <stdexcept>

namespace rumpscope::test {

namespace {

constexpr std::uint64_t kBase = 0x7000'0000'0000;
constexpr auto kPatience = std::chrono::seconds(20);

std::string textOf(wire::ByteView bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

} // namespace

transport::Stream connectTo(const std::string &url)
{
    const auto parsed = transport::ServerUrl::parse(url);
    if (!parsed)
        throw std::runtime_error(parsed.error().sentence());
    auto stream = transport::Stream::connect(*parsed, transport::Deadline::in(kPatience));
    if (!stream)
        throw std::runtime_error(stream.error().sentence());
    return std::move(*stream);
}

KernelClient::KernelClient(const std::string &url)
    : m_stream(connectTo(url))
{
    while (banner.empty() || banner.back() != '\n') {
        std::byte byte{};
        if (!m_stream->waitReadable(transport::Deadline::in(kPatience)) ||
            !m_stream->receive(std::span(&byte, 1)))
            throw std::runtime_error("no banner");
        banner += static_cast<char>(byte);
        m_reader.feed(std::span(&byte, 1));
    }
    static_cast<void>(m_reader.banner());
}

KernelClient::KernelClient(const std::string &url, const std::string &name)
    : KernelClient(url)
{
    guest(name);
}

std::uint64_t KernelClient::put(const std::string &text)
{
    const std::uint64_t address = kBase + m_memory.size();
    m_memory += text;
    m_memory += '\0';
    return address;
}

std::string KernelClient::bytes(std::uint64_t address, std::size_t size) const
{
    if (address < kBase || address - kBase > m_memory.size() || size > m_memory.size() - (address - kBase))
        throw std::runtime_error("memory outside");
    return m_memory.substr(address - kBase, size);
}

Reply KernelClient::call(std::int64_t number, std::initializer_list<std::uint64_t> arguments)
{
    return finish(start(number, arguments));
}

std::uint64_t KernelClient::start(std::int64_t number, std::initializer_list<std::uint64_t> arguments)
{
    const std::vector<std::uint64_t> slots(arguments);
    m_writer.syscall(m_nextRequest, static_cast<std::uint32_t>(number), slots);
    send();
    return m_nextRequest++;
}

Reply KernelClient::finish(std::uint64_t reqno)
{
    while (!m_answered.contains(reqno)) {
        const wire::Frame frame = nextEvent();
        const auto reply = wire::decodeSyscallReply(frame.view());
        if (frame.header.frameClass != wire::FrameClass::Response || !reply)
            throw std::runtime_error("something else than the answer of a call");
        m_answered[frame.header.reqno] = {reply->error, reply->retval[0], reply->retval[1]};
    }
    return m_answered.extract(reqno).mapped();
}

wire::Frame KernelClient::nextEvent()
{
    for (;;) {
        auto frame = receive();
        if (!frame)
            throw std::runtime_error("the kernel closed the connection");
        if (!serve(*frame))
            return std::move(*frame);
    }
}

bool KernelClient::serve(const wire::Frame &frame)
{
    if (frame.header.frameClass != wire::FrameClass::Request)
        return false;
    if (frame.header.type == wire::FrameType::Raise) {
        signals.push_back(frame.header.word);
        return true;
    }
    if (frame.header.type == wire::FrameType::CopyOut) {
        const auto copy = wire::decodeCopyOut(frame.view());
        static_cast<void>(bytes(copy->address, copy->data.size()));
        m_memory.replace(copy->address - kBase, copy->data.size(), textOf(copy->data));
        ++copyOuts;
        return true;
    }
    const auto wanted = wire::decodeCopyIn(frame.view());
    if (!wanted)
        return false;
    std::string given;
    if (frame.header.type == wire::FrameType::CopyInStr) {
        given = m_memory.substr(wanted->address - kBase, wanted->length);
        const auto end = given.find('\0');
        given.resize(end == std::string::npos ? 0 : end + 1);
    } else {
        given = bytes(wanted->address, wanted->length);
    }
    ++copyIns;
    m_writer.copyInReply(frame.header.reqno, std::as_bytes(std::span(given)));
    send();
    return true;
}

std::uint64_t KernelClient::open(const std::string &path, std::int64_t flags, std::uint64_t mode)
{
    const Reply reply = call(NB_SYS_open, {put(path), static_cast<std::uint64_t>(flags), mode});
    if (reply.error != 0)
        throw std::runtime_error("open " + path + ": errno " + std::to_string(reply.error));
    return static_cast<std::uint64_t>(reply.first);
}

Reply KernelClient::write(std::uint64_t fd, const std::string &text)
{
    return call(NB_SYS_write, {fd, put(text), text.size()});
}

std::optional<std::string> KernelClient::read(std::uint64_t fd, std::size_t size)
{
    const std::uint64_t address = room(size);
    const Reply reply = call(NB_SYS_read, {fd, address, size});
    if (reply.error != 0)
        return std::nullopt;
    return bytes(address, static_cast<std::size_t>(reply.first));
}

void KernelClient::send()
{
    sendRaw(m_writer.bytes());
    m_writer.clear();
}

void KernelClient::sendRaw(wire::ByteView bytes)
{
    static_cast<void>(m_stream->sendAll(bytes)); // a closed connection shows when it is read
}

std::optional<wire::Frame> KernelClient::receive()
{
    for (;;) {
        const auto frame = m_reader.next();
        if (!frame)
            throw std::runtime_error(frame.error().sentence());
        if (*frame)
            return wire::Frame{(*frame)->header, {(*frame)->payload.begin(), (*frame)->payload.end()}};
        if (const auto waited = m_stream->waitReadable(transport::Deadline::in(kPatience)); !waited)
            throw std::runtime_error("the kernel is silent: " + waited.error().sentence());
        const auto count = m_stream->receive(m_reader.prepare());
        if (!count)
            return std::nullopt;
        m_reader.commit(*count);
    }
}

bool KernelClient::isQuiet()
{
    return m_reader.atBoundary() && !m_stream->waitReadable(transport::Deadline::in({}));
}

std::optional<wire::ErrorCode> KernelClient::error()
{
    const auto frame = receive();
    if (!frame || frame->header.frameClass != wire::FrameClass::Error)
        return std::nullopt;
    return static_cast<wire::ErrorCode>(frame->header.word);
}

void KernelClient::fork(const wire::Cookie &cookie, std::int32_t cancel)
{
    m_writer.fork(0, {cookie, cancel});
    send();
}

wire::Cookie KernelClient::prefork()
{
    m_writer.prefork(m_nextRequest++);
    send();
    const auto cookie = wire::decodePreforkReply(nextEvent().view());
    if (!cookie)
        throw std::runtime_error("no cookie");
    return *cookie;
}

void KernelClient::guest(const std::string &name)
{
    m_writer.guest(0, name);
    send();
    expectHandshakeReply();
}

void KernelClient::exec(const std::string &name)
{
    m_writer.exec(0, name);
    send();
    expectHandshakeReply();
}

void KernelClient::expectHandshakeReply()
{
    const wire::Frame frame = nextEvent();
    const auto reply = wire::decodeHandshakeReply(frame.view());
    if (frame.header.frameClass != wire::FrameClass::Response || !reply || *reply != 0)
        throw std::runtime_error("the handshake was refused");
}

std::int64_t KernelClient::pid()
{
    return call(NB_SYS_getpid_with_ppid).first;
}

} // namespace rumpscope::test
