// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/observer_poll.h"

#include "clientcore/abi/netbsd.h"

#include <array>
#include <cstring>

namespace rumpscope::ui {

namespace {

constexpr auto kPause = std::chrono::milliseconds(500);
/// Rows asked for; a rump kernel has no more processes than this.
constexpr std::size_t kRows = 1100;

/// The part of kinfo_proc2 up to and with the command name is all we want of each row.
constexpr std::size_t kRowSize =
    abi::layout::kinfo_proc2::p_comm.offset + abi::layout::kinfo_proc2::p_comm.size;

template<class T>
std::span<const std::byte> bytesOf(const T &value)
{
    return std::as_bytes(std::span(&value, 1));
}

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

void ObserverPoll::run()
{
    do
        ask();
    while (pause());
}

void ObserverPoll::ask()
{
    static constexpr session::SyscallRequest kGetpid{
        .number = abi::NB_SYS_getpid_with_ppid, .repeatable = true, .housekeeping = true};
    if (const auto answer = call(kGetpid))
        m_answers.roundTrip(answer->answered - answer->sent);
    const auto when = transport::Clock::now();
    if (auto list = readProcesses())
        m_answers.processes(std::move(*list), when);
}

/// False at the end.
bool ObserverPoll::pause()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, kPause, [this] { return m_stop || m_hurry; });
    m_hurry = false;
    return !m_stop;
}

session::Session::Result<session::SyscallResult> ObserverPoll::call(const session::SyscallRequest &request)
{
    {
        const std::lock_guard lock(m_mutex);
        m_asked = transport::Clock::now();
    }
    auto answer = m_session->syscall(request);
    const std::lock_guard lock(m_mutex);
    m_asked.reset();
    return answer;
}

/// sysctl kern.proc2: mib 1.47.0.0.elemsize.count (rump_sp, "Processes").
std::optional<std::vector<lineage::KernelProcess>> ObserverPoll::readProcesses()
{
    const std::array<std::int32_t, 6> mib{abi::NB_CTL_KERN,
                                          abi::NB_KERN_PROC2,
                                          abi::NB_KERN_PROC_ALL,
                                          0,
                                          static_cast<std::int32_t>(kRowSize),
                                          static_cast<std::int32_t>(kRows)};
    const std::uint64_t room = kRowSize * kRows;
    memory::CallMemory memory(m_session->memory());
    const auto name = memory.in(bytesOf(mib));
    const auto rows = memory.out(room);
    const auto length = memory.inOut(bytesOf(room));
    const std::array<std::uint64_t, 6> arguments{name, mib.size(), rows, length, 0, 0};
    const auto answer = call({.number = abi::NB_SYS___sysctl,
                              .arguments = arguments,
                              .memory = &memory,
                              .repeatable = true,
                              .housekeeping = true});
    if (!answer || answer->error != 0)
        return std::nullopt;
    const auto contents = memory.contents(rows);
    return lineage::decodeProc2(std::span(contents).first(memory.written(rows)), kRowSize);
}

} // namespace rumpscope::ui
