// SPDX-License-Identifier: GPL-3.0-or-later
// Threads for work that waits.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace rumpscope::ui {

/// As many threads as there was work at once, up to a limit; beyond it work queues. Every thread is joined.
class Workers
{
public:
    explicit Workers(std::size_t most);
    ~Workers(); ///< waits until all work is done
    Workers(const Workers &) = delete;
    Workers &operator=(const Workers &) = delete;

    /// Returns at once. Of the thread that made this object.
    void start(std::function<void()> task);

private:
    void run();
    void grow();

    const std::size_t m_most;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_tasks;
    std::vector<std::thread> m_threads;
    std::size_t m_idle = 0;
    bool m_stop = false;
};

} // namespace rumpscope::ui
