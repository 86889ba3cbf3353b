// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/differential/call_client.h"

#include "clientcore/call/decode.h"
#include "clientcore/call/structure_text.h"
#include "tests/kernel/differential/prepared_call.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace rumpscope::test {

namespace {

constexpr auto kPatience = std::chrono::seconds(20);
constexpr std::size_t kShownBytes = 64;
const call::FormatLimits kWhole{1024, 1024};

std::string signalText(std::uint32_t signal)
{
    const auto name = abi::signalName(static_cast<std::int32_t>(signal));
    return fmt::format("raise {}", name.empty() ? std::to_string(signal) : std::string(name));
}

std::string plain(wire::ByteView bytes)
{
    if (bytes.size() <= kShownBytes)
        return call::quote(bytes, kShownBytes);
    const bool same = std::all_of(bytes.begin(), bytes.end(), [&](std::byte b) { return b == bytes[0]; });
    if (same)
        return fmt::format("all {}", call::quote(bytes.first(1), 1));
    std::uint32_t sum = 2166136261U; // FNV-1a
    for (const std::byte byte : bytes)
        sum = (sum ^ std::to_integer<std::uint32_t>(byte)) * 16777619U;
    return fmt::format("{} sum {:08x}", call::quote(bytes.first(16), 16), sum);
}

} // namespace

CallClient::CallClient(const std::string &url, const std::string &name, Normaliser &normaliser)
    : m_normaliser(normaliser)
{
    connect(url);
    m_writer.guest(0, name);
    send();
    expectHandshakeReply();
}

CallClient::CallClient(const std::string &url, const wire::Cookie &cookie, Normaliser &normaliser)
    : m_normaliser(normaliser)
{
    connect(url);
    m_writer.fork(0, {cookie, 0});
    send();
    expectHandshakeReply();
}

void CallClient::connect(const std::string &url)
{
    const auto parsed = transport::ServerUrl::parse(url);
    auto stream = transport::Stream::connect(*parsed, transport::Deadline::in(kPatience));
    if (!stream)
        throw std::runtime_error(stream.error().sentence());
    m_stream.emplace(std::move(*stream));
    while (!m_reader.banner().value_or(std::nullopt)) {
        if (!m_stream->waitReadable(transport::Deadline::in(kPatience)))
            throw std::runtime_error("no banner");
        const auto count = m_stream->receive(m_reader.prepare());
        if (!count)
            throw std::runtime_error("no banner: " + count.error().sentence());
        m_reader.commit(*count);
    }
}

void CallClient::expectHandshakeReply()
{
    wire::Frame frame;
    while (next(frame)) {
        if (serve(frame))
            continue;
        const auto reply = wire::decodeHandshakeReply(frame.view());
        if (frame.header.frameClass == wire::FrameClass::Response && reply && *reply == 0)
            return;
        break;
    }
    throw std::runtime_error("the handshake was refused");
}

void CallClient::send()
{
    static_cast<void>(m_stream->sendAll(m_writer.bytes())); // a closed connection shows when it is read
    m_writer.clear();
}

bool CallClient::next(wire::Frame &frame)
{
    for (;;) {
        const auto read = m_reader.next();
        if (!read)
            throw std::runtime_error(read.error().sentence());
        if (*read) {
            frame = {(*read)->header, {(*read)->payload.begin(), (*read)->payload.end()}};
            return true;
        }
        if (!m_stream->waitReadable(transport::Deadline::in(kPatience)))
            throw std::runtime_error("the kernel is silent");
        const auto count = m_stream->receive(m_reader.prepare());
        if (!count)
            return false;
        m_reader.commit(*count);
    }
}

std::uint64_t CallClient::start(std::string_view text, Marks marks)
{
    const std::uint64_t reqno = m_nextRequest++;
    Pending pending{prepareCall(text, m_guest), marks, {}, false, {}};
    pending.made.memory.lend(reqno);
    m_writer.syscall(reqno, pending.made.call->number, pending.made.arguments);
    m_pending.emplace(reqno, std::move(pending));
    send();
    return reqno;
}

Answered CallClient::finish(std::uint64_t reqno)
{
    const auto found = m_pending.find(reqno);
    if (found == m_pending.end())
        throw std::runtime_error("no such call is under way");
    Pending &pending = found->second;
    wire::Frame frame;
    while (!pending.answered) {
        if (!next(frame)) {
            pending.lines.emplace_back("closed");
            break;
        }
        if (!serve(frame)) {
            pending.lines.push_back(fmt::format("error {}", frame.header.word));
            break;
        }
    }
    Answered answered{std::move(pending.lines), pending.reply.error, pending.reply.retval[0],
                      pending.reply.retval[1]};
    if (pending.answered)
        answered.lines.push_back(result(pending));
    m_pending.erase(found);
    return answered;
}

std::int64_t CallClient::quietly(std::string_view text)
{
    const Answered answered = finish(start(text, {}));
    return answered.error == 0 ? answered.first : -1;
}

std::string CallClient::awaitSignal()
{
    wire::Frame frame;
    while (m_signals.empty()) {
        if (!next(frame))
            return "closed";
        serve(frame);
    }
    const std::string first = m_signals.front();
    m_signals.erase(m_signals.begin());
    return first;
}

wire::Cookie CallClient::prefork()
{
    m_writer.prefork(m_nextRequest++);
    send();
    wire::Frame frame;
    while (next(frame)) {
        if (serve(frame))
            continue;
        if (const auto cookie = wire::decodePreforkReply(frame.view()))
            return *cookie;
        break;
    }
    throw std::runtime_error("no cookie");
}

void CallClient::exec(const std::string &name)
{
    m_writer.exec(m_nextRequest++, name);
    send();
    expectHandshakeReply();
}

bool CallClient::serve(const wire::Frame &frame)
{
    using wire::FrameClass;
    using wire::FrameType;
    const wire::Header &header = frame.header;
    if (header.frameClass == FrameClass::Request) {
        if (header.type == FrameType::CopyIn || header.type == FrameType::CopyInStr)
            copyIn(frame);
        else if (header.type == FrameType::CopyOut || header.type == FrameType::CopyOutStr)
            copyOut(frame);
        else if (header.type == FrameType::Raise)
            raised(header.word);
        else
            return false;
        return true;
    }
    const auto found = m_pending.find(header.reqno);
    const auto reply = wire::decodeSyscallReply(frame.view());
    if (header.frameClass != FrameClass::Response || header.type != FrameType::Syscall ||
        found == m_pending.end() || !reply)
        return false;
    found->second.answered = true;
    found->second.reply = *reply;
    return true;
}

void CallClient::copyIn(const wire::Frame &frame)
{
    const auto wanted = wire::decodeCopyIn(frame.view());
    if (!wanted)
        throw std::runtime_error(wanted.error().sentence());
    const bool isString = frame.header.type == wire::FrameType::CopyInStr;
    const auto reply = [&](wire::ByteView bytes) { m_writer.copyInReply(frame.header.reqno, bytes); };
    const auto whose = isString ? m_guest.copyInStr(wanted->address, wanted->length, reply)
                                : m_guest.copyIn(wanted->address, wanted->length, reply);
    if (!whose) {
        if (!isString)
            throw std::runtime_error(whose.error().sentence());
        reply({});
    }
    send();
    const Pending *pending = whose ? &lender(*whose) : nullptr;
    const std::string where = pending != nullptr ? place(*pending, wanted->address) : "refused";
    note(whose.value_or(0), isString ? fmt::format("copyinstr {} at most {}", where, wanted->length)
                                     : fmt::format("copyin {} {}", where, wanted->length));
}

void CallClient::copyOut(const wire::Frame &frame)
{
    const auto copy = wire::decodeCopyOut(frame.view());
    if (!copy)
        throw std::runtime_error(copy.error().sentence());
    const auto whose = m_guest.copyOut(copy->address, copy->data);
    if (!whose)
        throw std::runtime_error(whose.error().sentence());
    const Pending &pending = lender(*whose);
    note(*whose, fmt::format("copyout {} {}: {}", place(pending, copy->address), copy->data.size(),
                             data(pending, copy->address, copy->data)));
}

void CallClient::raised(std::uint32_t signal)
{
    if (m_pending.empty())
        m_signals.push_back(signalText(signal));
    else
        note(0, signalText(signal));
}

CallClient::Pending &CallClient::lender(std::uint64_t reqno)
{
    const auto found = m_pending.find(reqno);
    if (found == m_pending.end())
        throw std::runtime_error("memory of a call that is over");
    return found->second;
}

void CallClient::note(std::uint64_t reqno, std::string line)
{
    const auto found = m_pending.find(reqno);
    if (found != m_pending.end())
        found->second.lines.push_back(std::move(line));
    else if (!m_pending.empty())
        m_pending.rbegin()->second.lines.push_back(std::move(line));
}

std::string CallClient::place(const Pending &pending, std::uint64_t address)
{
    const auto ranges = pending.made.memory.ranges();
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        const auto &range = ranges[i];
        if (address < range.address || address - range.address > range.bytes.size())
            continue;
        std::string name = fmt::format("#{}", i);
        for (std::size_t slot = 0; slot < pending.made.arguments.size(); ++slot) {
            if (pending.made.arguments[slot] == range.address)
                name = std::string(pending.made.call->arguments[slot].name);
        }
        const std::uint64_t offset = address - range.address;
        return offset == 0 ? name : fmt::format("{}+{}", name, offset);
    }
    return "?";
}

std::string CallClient::data(const Pending &pending, std::uint64_t address, wire::ByteView bytes)
{
    if (pending.marks.opaque)
        return "<opaque>";
    const abi::Call &call = *pending.made.call;
    for (std::size_t slot = 0; slot < pending.made.arguments.size(); ++slot) {
        const abi::Argument &argument = call.arguments[slot];
        const std::uint64_t begin = pending.made.arguments[slot];
        const bool within = address > begin && address - begin < pending.made.memory.contents(begin).size();
        if (address != begin && !(within && argument.structure != nullptr))
            continue;
        if (argument.role == abi::Role::LengthInOut)
            return std::to_string(call::loadUnsigned(bytes));
        if (argument.structure == nullptr)
            break;
        if (argument.structure->name == "sockaddr")
            return call::socketAddressText(bytes);
        const abi::Structure &structure = *argument.structure;
        const bool single = argument.lengthUnit == abi::LengthUnit::One;
        call::FieldTexts ignored;
        const std::string text =
            single ? call::structureText(structure, bytes, call::Detail::Full, kWhole)
                   : call::listText(structure, bytes, 0, call::Detail::Full, kWhole, ignored);
        const bool isTime = structure.name.starts_with("time");
        return isTime ? Normaliser::time(text) : m_normaliser.structures(text);
    }
    return plain(bytes);
}

std::string CallClient::result(const Pending &pending)
{
    const auto &[first, second] = pending.reply.retval;
    if (pending.reply.error != 0)
        return "= " + call::errnoText(pending.reply.error);
    if (pending.marks.value)
        return "= <value>";
    const bool isPid = pending.made.call->result == abi::ResultKind::Pid;
    const auto text = [&](std::int64_t value) {
        return isPid ? m_normaliser.numbered("pid", std::to_string(value)) : std::to_string(value);
    };
    const std::string values = "= " + text(first);
    return second == 0 ? values : values + ' ' + text(second);
}

} // namespace rumpscope::test
