// SPDX-License-Identifier: GPL-3.0-or-later
// SIGTERM, SIGINT and SIGHUP end the program as its window's close button does: nothing is left behind.
#pragma once

#include <QSocketNotifier>

#include <functional>

namespace rumpscope {

/// One at a time. A second signal ends the program at once.
class Termination
{
public:
    /// `end` is called on the thread of the constructor, from its event loop.
    explicit Termination(std::function<void()> end);
    ~Termination(); ///< signals have their default effect again
    Termination(const Termination &) = delete;
    Termination &operator=(const Termination &) = delete;

private:
    QSocketNotifier m_notifier;
};

} // namespace rumpscope
