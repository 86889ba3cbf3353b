// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/kernel_harness.h"

#include "app/rumpscope-kernel/server/limits.h"

#include <algorithm>
#include <cstdlib>

namespace rumpscope::fuzz {

HarnessClient::HarnessClient(kernel::Kernel &kernel, kernel::Faults &faults)
    : m_client(std::make_shared<kernel::Client>(kernel, faults))
    , m_fromClient(wire::FrameReader::Role::Server, kernel::kFrameLimit)
{}

HarnessClient::~HarnessClient()
{
    m_client->disconnect();
}

void HarnessClient::close()
{
    m_closed = true;
    m_client->disconnect();
}

void HarnessClient::receive(wire::ByteView bytes)
{
    if (m_closed)
        return;
    m_fromClient.feed(bytes);
    for (;;) {
        const auto frame = m_fromClient.next();
        if (!frame)
            return close();
        if (!*frame)
            return;
        m_client->handle(**frame);
    }
}

void HarnessClient::send()
{
    const wire::Bytes bytes(m_writer.bytes().begin(), m_writer.bytes().end());
    m_writer.clear();
    receive(bytes);
}

bool HarnessClient::exchange(wire::ByteView memory, unsigned lie)
{
    if (m_closed)
        return false;
    kernel::Output &output = m_client->output();
    bool any = false;
    while (output.pending() > 0) {
        const auto bytes = output.next();
        m_fromKernel.feed(bytes);
        output.sent(bytes.size());
        any = true;
    }
    for (;;) {
        const auto frame = m_fromKernel.next();
        if (!frame)
            std::abort(); // the kernel wrote what is no frame
        if (!*frame)
            break;
        served(**frame, memory, lie);
    }
    m_client->memory().outputLeft();
    send();
    if (m_client->closing())
        close();
    return any;
}

void HarnessClient::served(const wire::FrameView &frame, wire::ByteView memory, unsigned lie)
{
    if (const auto cookie = wire::decodePreforkReply(frame);
        cookie && frame.header.type == wire::FrameType::Prefork)
        m_cookie = *cookie;
    const bool isString = frame.header.type == wire::FrameType::CopyInStr;
    if (frame.header.frameClass != wire::FrameClass::Request ||
        (frame.header.type != wire::FrameType::CopyIn && !isString))
        return;
    const auto wanted = wire::decodeCopyIn(frame);
    if (!wanted || wanted->length > kernel::kFrameLimit)
        std::abort(); // nothing the kernel asks for is longer than a frame may be
    wire::Bytes answer(wanted->length + lie % 3);
    for (std::size_t i = 0; i < answer.size() && !memory.empty(); ++i)
        answer[i] = memory[(wanted->address + i) % memory.size()];
    if (isString) {
        const auto end = std::find(answer.begin(), answer.end(), std::byte{0});
        answer.erase(end == answer.end() ? end : end + 1, answer.end());
    }
    if (lie == 4)
        answer.clear();
    m_writer.copyInReply(frame.header.reqno, answer);
}

Harness::Harness()
{
    for (std::size_t i = 0; i < kClients; ++i)
        reconnect(i, true);
}

Harness::~Harness()
{
    for (auto &client : m_clients)
        client.reset();
    m_kernel.scheduler.runReady(); // interrupted calls come to their end
}

kernel::KernelSettings Harness::settings()
{
    kernel::KernelSettings small;
    small.hostName = "fuzz";
    small.fileSystem.bytes = 1U << 20;
    small.fileSystem.inodes = 200;
    small.maxProcesses = 20;
    return small;
}

void Harness::reconnect(std::size_t index, bool asGuest)
{
    auto &slot = m_clients[index % kClients];
    slot = std::make_unique<HarnessClient>(m_kernel, m_faults);
    if (asGuest) {
        slot->writer().guest(1, "fuzz");
        slot->send();
    }
}

void Harness::settle(wire::ByteView memory, unsigned lie, int rounds)
{
    bool any = true;
    while (any && --rounds > 0) {
        m_kernel.scheduler.runReady();
        any = false;
        for (const auto &client : m_clients)
            any = client->exchange(memory, lie) || any;
    }
}

void Harness::passTime()
{
    m_kernel.scheduler.fireTimers(kernel::TimePoint::max());
}

} // namespace rumpscope::fuzz
