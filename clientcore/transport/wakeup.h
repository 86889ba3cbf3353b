// SPDX-License-Identifier: BSD-2-Clause
// Ends a wait in poll(2) from another thread.
#pragma once

namespace rumpscope::transport {

/// An eventfd. signal() may be called from any thread and from signal handlers.
class Wakeup
{
public:
    Wakeup();
    ~Wakeup();
    Wakeup(const Wakeup &) = delete;
    Wakeup &operator=(const Wakeup &) = delete;

    void signal() noexcept;
    /// Takes back all signals so far.
    void clear() noexcept;
    [[nodiscard]] int fd() const { return m_fd; }

private:
    int m_fd;
};

} // namespace rumpscope::transport
