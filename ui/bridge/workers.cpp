// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/workers.h"

#include <system_error>

namespace rumpscope::ui {

Workers::Workers(std::size_t most)
    : m_most(most)
{
    m_threads.reserve(most);
}

Workers::~Workers()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    for (std::thread &thread : m_threads)
        thread.join();
}

void Workers::start(std::function<void()> task)
{
    const std::lock_guard lock(m_mutex);
    m_tasks.push_back(std::move(task));
    if (m_idle < m_tasks.size() && m_threads.size() < m_most)
        grow();
    m_wake.notify_one();
}

/// Without a further thread the work waits for one of those there are.
void Workers::grow()
{
    try {
        m_threads.emplace_back([this] { run(); });
    } catch (const std::system_error &) {
        if (m_threads.empty())
            throw;
    }
}

void Workers::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        ++m_idle;
        m_wake.wait(lock, [this] { return m_stop || !m_tasks.empty(); });
        --m_idle;
        if (m_tasks.empty())
            return;
        auto task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        task();
        task = nullptr; // what it holds may take its time to end
        lock.lock();
    }
}

} // namespace rumpscope::ui
