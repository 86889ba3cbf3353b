// SPDX-License-Identifier: GPL-3.0-or-later
// System calls of one client, from the request to the answer.
#include "app/rumpscope-kernel/server/call_line.h"
#include "app/rumpscope-kernel/server/client.h"
#include "app/rumpscope-kernel/server/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace rumpscope::kernel {

using wire::ErrorCode;

Client::Running::Running(Client &client, Call &call)
    : m_client(client)
    , m_call(call)
    , m_at(client.m_calls.insert(client.m_calls.end(), &call.sleeper))
{
    ++m_call.process->running;
}

Client::Running::~Running()
{
    --m_call.process->running;
    m_client.m_calls.erase(m_at);
    if (m_client.m_calls.empty())
        m_client.lastCallEnded();
}

void Client::syscall(const wire::FrameView &frame)
{
    const std::uint64_t reqno = frame.header.reqno;
    const CallEntry *entry = findCall(frame.header.word);
    const std::size_t given =
        frame.payload.size() / sizeof(std::uint64_t); // what comes behind is not looked at
    // The real kernel reads past the end of the request, and dies.
    if (entry != nullptr && given < entry->slots)
        return refuse(reqno, ErrorCode::MalformedRequest);
    if (m_calls.size() >= kMaxCalls)
        return refuse(reqno, ErrorCode::TryAgain);
    if (m_faults.hasRules() && m_faults.loses(frame.header.word, faults::Lose::What::Request))
        return loseConnection("request");
    Slots slots{};
    std::memcpy(slots.data(), frame.payload.data(), std::min(given, slots.size()) * sizeof(std::uint64_t));
    run(shared_from_this(), reqno, entry, frame.header.word, slots);
}

void Client::loseConnection(std::string_view what)
{
    log(fmt::format("loses its connection, with this {}", what));
    m_closing = true;
}

Detached Client::run(std::shared_ptr<Client> self, std::uint64_t reqno, const CallEntry *entry,
                     std::uint32_t number, Slots slots)
{
    Call call(self->m_kernel, self->m_process, self->m_memory, number, slots);
    const Running running(*self, call);
    Faults &faults = self->m_faults;
    if (faults.mustQueue()) {
        const auto turn = co_await faults.queue(call);
        if (!turn) {
            self->answerCall(call, reqno, entry, pass(turn));
            co_return;
        }
    }
    const Faults::Worker worker(faults);
    Outcome<Values> outcome = fail(NB_ENOSYS);
    if (faults.hasRules())
        outcome = co_await serve(call, faults, entry);
    else if (entry != nullptr && entry->immediate != nullptr)
        outcome = entry->immediate(call);
    else if (entry != nullptr)
        outcome = co_await entry->waiting(call);
    // What it held of a file closed meanwhile went only now: that may have left a circle of files under way.
    if (call.isClosedUnder())
        self->m_kernel.processes.openFiles().socketClosed();
    self->answerCall(call, reqno, entry, outcome);
}

Task<Outcome<Values>> Client::serve(Call &call, Faults &faults, const CallEntry *entry)
{
    const auto spared = co_await faults.suffer(call);
    if (!spared)
        co_return pass(spared);
    if (entry == nullptr)
        co_return fail(NB_ENOSYS);
    if (entry->immediate != nullptr)
        co_return entry->immediate(call);
    co_return co_await entry->waiting(call);
}

void Client::answerCall(const Call &call, std::uint64_t reqno, const CallEntry *entry,
                        const Outcome<Values> &outcome)
{
    if (m_kernel.settings.log) {
        m_kernel.settings.log(callLine(call, entry, outcome, m_memory.seen()));
        for (const std::uint64_t argument : call.arguments)
            m_memory.seen().forget(argument);
    }
    if (m_gone)
        return;
    if (m_faults.hasRules() && m_faults.loses(call.number, faults::Lose::What::Answer))
        return loseConnection("answer");
    wire::SyscallReply reply;
    if (outcome)
        reply.retval = {outcome->first, outcome->second};
    else
        reply.error = static_cast<std::int32_t>(outcome.error());
    m_faults.aboutToAnswer();
    m_output.writer().syscallReply(reqno, reply);
}

} // namespace rumpscope::kernel
