// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/observer_poll.h"

#include "clientcore/abi/netbsd.h"

namespace rumpscope::ui {

namespace {

constexpr auto kPause = std::chrono::milliseconds(500);
} // namespace

ObserverPoll::ObserverPoll(std::shared_ptr<session::Session> session, Answers answers)
    : m_session(std::move(session))
    , m_answers(std::move(answers))
    , m_thread([this] { run(); })
{}

ObserverPoll::~ObserverPoll()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    m_session->close();
    m_thread.join();
}

std::chrono::nanoseconds ObserverPoll::silentFor() const
{
    const std::lock_guard lock(m_mutex);
    if (!m_asked || m_session->state() != session::Session::State::Connected)
        return std::chrono::nanoseconds(0);
    return transport::Clock::now() - *m_asked;
}

void ObserverPoll::hurry()
{
    const std::lock_guard lock(m_mutex);
    m_hurry = true;
    m_wake.notify_all();
}

void ObserverPoll::watchFiles(std::optional<std::int32_t> pid)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_watched == pid)
            return;
        m_watched = pid;
    }
    if (pid)
        hurry();
}

void ObserverPoll::run()
{
    do
        ask();
    while (pause());
}

/// While it waits, silentFor() tells for how long.
template<class Ask>
auto ObserverPoll::askKernel(const Ask &ask)
{
    {
        const std::lock_guard lock(m_mutex);
        m_asked = transport::Clock::now();
    }
    auto answer = ask();
    const std::lock_guard lock(m_mutex);
    m_asked.reset();
    return answer;
}

void ObserverPoll::askFiles()
{
    std::optional<std::int32_t> pid;
    {
        const std::lock_guard lock(m_mutex);
        pid = m_watched;
    }
    if (!pid)
        return;
    if (auto files = askKernel([&] { return query::openFiles(*m_session, *pid); }))
        m_answers.files(*pid, std::move(*files));
}

void ObserverPoll::ask()
{
    static constexpr session::SyscallRequest kGetpid{
        .number = abi::NB_SYS_getpid_with_ppid, .repeatable = true, .housekeeping = true};
    if (const auto answer = askKernel([this] { return m_session->syscall(kGetpid); }))
        m_answers.roundTrip(answer->answered - answer->sent);
    const auto when = transport::Clock::now();
    if (auto list = readProcesses())
        m_answers.processes(std::move(*list), when);
    askFiles();
}

/// False at the end.
bool ObserverPoll::pause()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, kPause, [this] { return m_stop || m_hurry; });
    m_hurry = false;
    return !m_stop;
}

std::optional<std::vector<lineage::KernelProcess>> ObserverPoll::readProcesses()
{
    auto list = askKernel([this] { return query::processes(*m_session); });
    return list ? std::optional(std::move(*list)) : std::nullopt;
}

} // namespace rumpscope::ui
