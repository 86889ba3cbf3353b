// SPDX-License-Identifier: GPL-3.0-or-later
// The same call again and again, at a pace and for a time: a thread that ends by itself.
#pragma once

#include "clientcore/call/marshal.h"
#include "clientcore/session/session.h"

#include <QString>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace rumpscope::ui {

/// What a running load does; bounded.
struct LoadSetting
{
    QString expression = QStringLiteral("getpid()");
    int callsPerSecond = 200; ///< 0: as fast as the kernel answers
    std::chrono::seconds duration{60};
};

class Load
{
public:
    /// `ended` is called once on the load's thread when it ends by itself, with a sentence or nothing.
    Load(std::shared_ptr<session::Session> session, call::BoundCall call, const LoadSetting &setting,
         std::function<void(const QString &)> ended);
    /// Stops it and waits: a call that is under way ends when it is answered, or its session closed.
    ~Load();

    /// No further call; returns at once.
    void stop();

private:
    void run();
    [[nodiscard]] bool pauseUntil(transport::TimePoint when);
    [[nodiscard]] bool stopped() const;

    const std::shared_ptr<session::Session> m_session;
    const call::BoundCall m_call;
    const LoadSetting m_setting;
    const std::function<void(const QString &)> m_ended;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace rumpscope::ui
