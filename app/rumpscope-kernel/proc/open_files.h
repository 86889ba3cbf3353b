// SPDX-License-Identifier: GPL-3.0-or-later
// How many files all processes together may have open.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

namespace rumpscope::kernel {

class OpenFiles : public std::enable_shared_from_this<OpenFiles>
{
public:
    explicit OpenFiles(std::size_t most)
        : m_most(most)
    {}

    /// One of the places; given back when it goes.
    class Place
    {
    public:
        explicit Place(std::shared_ptr<OpenFiles> pool)
            : m_pool(std::move(pool))
        {
            ++m_pool->m_used;
        }
        Place(const Place &) = delete;
        Place &operator=(const Place &) = delete;
        ~Place() { --m_pool->m_used; }

    private:
        std::shared_ptr<OpenFiles> m_pool;
    };

    /// Null: ENFILE.
    [[nodiscard]] std::unique_ptr<Place> take()
    {
        return m_used < m_most ? std::make_unique<Place>(shared_from_this()) : nullptr;
    }
    /// Called when a process has closed a descriptor of a socket.
    std::function<void()> socketClosed;

    [[nodiscard]] std::size_t used() const { return m_used; }
    [[nodiscard]] std::size_t most() const { return m_most; }
    /// Those there are stay.
    void setMost(std::size_t most) { m_most = most; }

private:
    std::size_t m_most;
    std::size_t m_used = 0;
};

} // namespace rumpscope::kernel
