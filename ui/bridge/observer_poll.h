// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the kernel, on a thread of its own, what it knows: its processes, and whether it still answers.
#pragma once

#include "clientcore/lineage/kernel_process.h"
#include "clientcore/query/processes.h"
#include "clientcore/session/session.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace rumpscope::ui {

/// Polls through one session, marked as ours. Its questions are housekeeping: left out of every statistic.
class ObserverPoll
{
public:
    /// Called on the polling thread.
    struct Answers
    {
        std::function<void(std::chrono::nanoseconds)> roundTrip;
        std::function<void(std::vector<lineage::KernelProcess>, transport::TimePoint)> processes;
        std::function<void(std::int32_t pid, std::vector<query::OpenFile>)> files;
    };
    ObserverPoll(std::shared_ptr<session::Session> session, Answers answers);
    ~ObserverPoll(); ///< closes the session and waits for the thread

    [[nodiscard]] session::Session &session() { return *m_session; }
    /// How long the kernel owes an answer; zero while it does not.
    [[nodiscard]] std::chrono::nanoseconds silentFor() const;
    /// Asks for the process list now.
    void hurry();
    /// Also for what this process has open, from now on; nothing: for nobody's.
    void watchFiles(std::optional<std::int32_t> pid);

private:
    void run();
    void ask();
    [[nodiscard]] bool pause();
    [[nodiscard]] std::optional<std::vector<lineage::KernelProcess>> readProcesses();
    void askFiles();
    template<class Ask>
    auto askKernel(const Ask &ask);

    const std::shared_ptr<session::Session> m_session;
    const Answers m_answers;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stop = false;
    bool m_hurry = false;
    std::optional<std::int32_t> m_watched;
    std::optional<transport::TimePoint> m_asked;
    std::thread m_thread;
};

} // namespace rumpscope::ui
