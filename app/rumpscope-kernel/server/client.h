// SPDX-License-Identifier: GPL-3.0-or-later
// One client as the protocol sees it: handshakes, calls, forks and execs. Knows no socket.
#pragma once

#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/control/faults.h"
#include "app/rumpscope-kernel/server/client_memory.h"

#include <list>
#include <memory>
#include <string>

namespace rumpscope::kernel {

/// Takes frames in and writes frames out, to its Output. Calls that wait go on when the scheduler runs; each
/// holds its client until it ends. disconnect() must be called before the last reference goes.
class Client : public std::enable_shared_from_this<Client>
{
public:
    Client(Kernel &kernel, Faults &faults);
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    void handle(const wire::FrameView &frame);
    /// The connection is to be closed, once what was written has been offered to it.
    [[nodiscard]] bool closing() const { return m_closing; }
    /// The connection is gone: calls are interrupted, and with the last of them the process ends.
    void disconnect();

    [[nodiscard]] Output &output() { return m_output; }
    [[nodiscard]] ClientMemory &memory() { return m_memory; }

private:
    /// A running call on the list of those an exec or a disconnect interrupts.
    class Running
    {
    public:
        Running(Client &client, Call &call);
        Running(const Running &) = delete;
        Running &operator=(const Running &) = delete;
        ~Running();

    private:
        Client &m_client;
        Call &m_call;
        std::list<Sleeper *>::iterator m_at;
    };

    /// Runs one call to its end and answers it.
    static Detached run(std::shared_ptr<Client> self, std::uint64_t reqno, const CallEntry *entry,
                        std::uint32_t number, Slots slots);

    /// What faults leave of the call, then the call itself.
    static Task<Outcome<Values>> serve(Call &call, Faults &faults, const CallEntry *entry);

    /// A line about the process itself.
    void log(std::string_view what);
    void firstRequest(const wire::FrameView &frame);
    void request(const wire::FrameView &frame);
    void guest(const wire::FrameView &frame);
    void fork(const wire::FrameView &frame);
    void exec(const wire::FrameView &frame);
    void serveProcess(ProcessPtr process);
    void prefork(const wire::FrameView &frame);
    void syscall(const wire::FrameView &frame);
    void answerCall(const Call &call, std::uint64_t reqno, const CallEntry *entry,
                    const Outcome<Values> &outcome);
    /// What was asked for by faults::Lose.
    void loseConnection(std::string_view what);
    void interruptCalls();
    void lastCallEnded();
    void finishExec();
    void endProcess();
    void refuse(std::uint64_t reqno, wire::ErrorCode code);
    void refuseAndClose(std::uint64_t reqno, wire::ErrorCode code);

    struct PendingExec
    {
        std::uint64_t reqno;
        std::string name;
    };

    Kernel &m_kernel;
    Faults &m_faults;
    Output m_output;
    ClientMemory m_memory;
    ProcessPtr m_process; ///< null before the handshake and after the end
    std::list<Sleeper *> m_calls;
    std::optional<PendingExec> m_exec; ///< waits for the running calls to end
    bool m_gone = false;
    bool m_closing = false;
};

} // namespace rumpscope::kernel
