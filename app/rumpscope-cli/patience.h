// SPDX-License-Identifier: GPL-3.0-or-later
// A word when somebody is waited for without an answer.
#pragma once

#include "app/rumpscope-cli/console.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace rumpscope::cli {

/// Notes `sentence` once, from a thread of its own, if it still exists three seconds after it was made.
/// Whoever waits leaves the console alone meanwhile.
class Patience
{
public:
    static constexpr auto kPatience = std::chrono::seconds(3);

    Patience(Console &console, std::string sentence);
    ~Patience();
    Patience(const Patience &) = delete;
    Patience &operator=(const Patience &) = delete;

private:
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_over = false;
    std::thread m_thread;
};

} // namespace rumpscope::cli
