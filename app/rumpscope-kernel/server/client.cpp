// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of rump_sp, "Client to server".
#include "app/rumpscope-kernel/server/client.h"

#include "app/rumpscope-kernel/files/console_file.h"
#include "clientcore/wire/payload.h"
#include "clientcore/wire/text.h"

#include <fmt/format.h>

namespace rumpscope::kernel {

using wire::ErrorCode;
using wire::FrameClass;
using wire::FrameType;
using wire::HandshakeKind;

Client::Client(Kernel &kernel, Faults &faults)
    : m_kernel(kernel)
    , m_faults(faults)
    , m_output(kernel.unread)
    , m_memory(kernel.scheduler, m_output)
{
    if (m_kernel.settings.log)
        m_memory.seen().switchOn();
}

void Client::log(std::string_view what)
{
    if (m_kernel.settings.log && m_process != nullptr)
        m_kernel.settings.log(
            fmt::format("{} {}: {}", m_process->pid, wire::printable(m_process->name), what));
}

void Client::handle(const wire::FrameView &frame)
{
    if (m_closing || m_gone)
        return;
    if (m_process == nullptr)
        firstRequest(frame);
    else if (frame.header.frameClass == FrameClass::Response)
        m_memory.answered(frame);
    else if (frame.header.frameClass == FrameClass::Request)
        request(frame);
    else
        refuse(frame.header.reqno, ErrorCode::MalformedRequest);
}

void Client::firstRequest(const wire::FrameView &frame)
{
    const bool isHandshake =
        frame.header.frameClass == FrameClass::Request && frame.header.type == FrameType::Handshake;
    const auto kind = static_cast<HandshakeKind>(frame.header.word);
    if (isHandshake && kind == HandshakeKind::Guest)
        guest(frame);
    else if (isHandshake && kind == HandshakeKind::Fork)
        fork(frame);
    else
        refuseAndClose(frame.header.reqno, ErrorCode::Authentication);
}

void Client::request(const wire::FrameView &frame)
{
    if (m_exec)
        return refuse(frame.header.reqno, ErrorCode::ExecInProgress);
    switch (frame.header.type) {
    case FrameType::Handshake:
        return exec(frame);
    case FrameType::Syscall:
        return syscall(frame);
    case FrameType::Prefork:
        return prefork(frame);
    default:
        return refuse(frame.header.reqno, ErrorCode::MalformedRequest);
    }
}

void Client::guest(const wire::FrameView &frame)
{
    const auto name = wire::decodeCommandName(frame);
    if (!name)
        return refuseAndClose(frame.header.reqno, ErrorCode::MalformedRequest);
    auto process = m_kernel.processes.addGuest(*name);
    if (!process)
        return refuseAndClose(frame.header.reqno, ErrorCode::RforkFailed);
    openConsole(**process);
    serveProcess(std::move(*process));
    log("connected");
    m_output.writer().handshakeReply(frame.header.reqno);
}

void Client::fork(const wire::FrameView &frame)
{
    const auto wanted = wire::decodeForkRequest(frame);
    if (!wanted)
        return refuseAndClose(frame.header.reqno, ErrorCode::MalformedRequest);
    if (wanted->cancel != 0) {
        if (!m_kernel.processes.release(wanted->cookie))
            refuse(frame.header.reqno, ErrorCode::InvalidPreforkCookie);
        m_closing = true; // a cancel that worked is not answered
        return;
    }
    auto process = m_kernel.processes.claim(wanted->cookie);
    if (!process) {
        const bool unknown = process.error() == Errno{NB_ESRCH};
        return refuseAndClose(frame.header.reqno,
                              unknown ? ErrorCode::InvalidPreforkCookie : ErrorCode::RforkFailed);
    }
    serveProcess(std::move(*process));
    log("connected, a prepared child");
    m_output.writer().handshakeReply(frame.header.reqno);
}

void Client::serveProcess(ProcessPtr process)
{
    m_process = std::move(process);
    m_process->raise = [this](std::int32_t signal) { m_memory.raise(signal); };
}

void Client::exec(const wire::FrameView &frame)
{
    auto name = wire::decodeCommandName(frame);
    if (static_cast<HandshakeKind>(frame.header.word) != HandshakeKind::Exec || !name)
        return refuseAndClose(frame.header.reqno, ErrorCode::MalformedRequest);
    m_exec = PendingExec{frame.header.reqno, std::move(*name)};
    if (m_calls.empty())
        finishExec();
    else
        interruptCalls();
}

void Client::finishExec()
{
    log(fmt::format("exec \"{}\"", wire::printable(m_exec->name)));
    m_process->setName(m_exec->name);
    m_process->execed = true;
    m_process->descriptors.closeOnExec();
    m_output.writer().handshakeReply(m_exec->reqno);
    m_exec.reset();
}

void Client::prefork(const wire::FrameView &frame)
{
    const auto cookie = m_kernel.processes.prepare(*m_process);
    if (!cookie)
        return refuse(frame.header.reqno, ErrorCode::RforkFailed);
    log("prepared a child");
    m_output.writer().preforkReply(frame.header.reqno, *cookie);
}

void Client::interruptCalls()
{
    for (Sleeper *sleeper : m_calls)
        sleeper->interrupt();
}

void Client::lastCallEnded()
{
    if (m_gone)
        endProcess();
    else if (m_exec)
        finishExec();
}

void Client::disconnect()
{
    if (m_gone)
        return;
    m_gone = true;
    m_exec.reset();
    m_memory.disconnect();
    interruptCalls();
    if (m_calls.empty())
        endProcess();
}

void Client::endProcess()
{
    if (m_process == nullptr)
        return;
    log("ended");
    m_process->raise = nullptr;
    m_kernel.processes.end(*m_process);
    m_process.reset();
}

void Client::refuse(std::uint64_t reqno, ErrorCode code)
{
    m_output.writer().error(reqno, FrameType::Handshake, code); // the real server never fills the type in
}

void Client::refuseAndClose(std::uint64_t reqno, ErrorCode code)
{
    refuse(reqno, code);
    m_closing = true;
}

} // namespace rumpscope::kernel
