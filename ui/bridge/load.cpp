// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/load.h"

#include "ui/bridge/sentences.h"

#include <QObject>

namespace rumpscope::ui {

namespace {

/// Between two calls that failed at once, so that a lost kernel is not asked a million times.
constexpr auto kPauseAfterFailure = std::chrono::milliseconds(20);

} // namespace

Load::Load(std::shared_ptr<session::Session> session, call::BoundCall call, const LoadSetting &setting,
           std::function<void(const QString &)> ended)
    : m_session(std::move(session))
    , m_call(std::move(call))
    , m_setting(setting)
    , m_ended(std::move(ended))
    , m_thread([this] { run(); })
{}

Load::~Load()
{
    stop();
    m_thread.join();
}

void Load::stop()
{
    const std::lock_guard lock(m_mutex);
    m_stop = true;
    m_wake.notify_all();
}

bool Load::stopped() const
{
    const std::lock_guard lock(m_mutex);
    return m_stop;
}

/// False when it was stopped.
bool Load::pauseUntil(transport::TimePoint when)
{
    std::unique_lock lock(m_mutex);
    return !m_wake.wait_until(lock, when, [this] { return m_stop; });
}

void Load::run()
{
    using session::Session;
    const auto pause = m_setting.callsPerSecond > 0
                           ? transport::Duration(std::chrono::seconds(1)) / m_setting.callsPerSecond
                           : transport::Duration::zero();
    const auto end = transport::Clock::now() + m_setting.duration;
    auto next = transport::Clock::now();
    QString last;
    while (next < end && !stopped()) {
        call::MarshalledCall marshalled = call::marshal(m_call, m_session->memory());
        const auto result = m_session->syscall({.number = m_call.call->number,
                                                .arguments = marshalled.arguments,
                                                .memory = &marshalled.memory,
                                                .repeatable = m_call.call->repeatable});
        const auto now = transport::Clock::now();
        // The times that passed while a call took long are not made up for: the pace is a limit.
        next = std::max(next + pause, now);
        if (!result) {
            const auto state = m_session->state();
            if (state == Session::State::Lost || state == Session::State::Closed) {
                m_ended(QObject::tr("The load ended: %1").arg(sentence(result.error())));
                return;
            }
            next = std::max(next, now + kPauseAfterFailure);
        }
        if (next > now && !pauseUntil(next))
            return;
    }
    if (!stopped())
        m_ended({});
}

} // namespace rumpscope::ui
