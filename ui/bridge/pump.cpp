// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/pump.h"

#include <utility>

namespace rumpscope::ui {

trace::Store::Change Pump::drain()
{
    store.begin();
    if (!m_paused) {
        for (event::Event &event : m_backlog)
            store.add(std::move(event));
        m_backlog.clear();
    }
    recorder.drain([this](event::Event &&event) { take(std::move(event)); });
    auto change = store.commit();
    count(change);
    return change;
}

void Pump::take(event::Event &&event)
{
    if (const auto *turn = std::get_if<event::ConnectionEvent>(&event)) {
        link.event(*turn);
        processes.connection(*turn);
        if (turn->housekeeping && turn->kind == event::ConnectionEvent::Kind::Lost)
            processes.kernelGone(turn->time, "connection lost");
    }
    if (!m_paused)
        store.add(std::move(event));
    else if (m_backlog.size() < kBacklog)
        m_backlog.push_back(std::move(event));
    else
        ++m_overflow;
}

trace::Store::Change Pump::drain(const std::function<void(const Take &)> &source)
{
    recorder.drain([](event::Event &&) {});
    store.begin();
    std::optional<transport::TimePoint> last;
    source([&](event::Event &&event) {
        last = std::visit([](const auto &one) { return one.time; }, event);
        take(std::move(event));
    });
    auto change = store.commit();
    count(change);
    if (last)
        tickOn(*last);
    return change;
}

/// Rates go by the time of what is shown.
void Pump::tickOn(transport::TimePoint when)
{
    constexpr auto kTick = std::chrono::seconds(1);
    if (m_ticked && when - *m_ticked < kTick)
        return;
    m_ticked = when;
    processes.tick(when);
}

trace::Store Pump::reset(const trace::Store::Limits &history, std::shared_ptr<trace::FrameSource> pages)
{
    m_backlog.clear();
    m_overflow = 0;
    m_ticked.reset();
    processes.restart();
    statistics = trace::SlidingStatistics();
    return std::exchange(store, trace::Store(history, std::move(pages)));
}

/// Housekeeping is left out of statistics.
void Pump::count(const trace::Store::Change &change)
{
    for (std::size_t index = store.size() - change.appended; index < store.size(); ++index)
        processes.call(store.at(index), true, false);
    for (const trace::CallId id : change.ended) {
        const auto index = store.indexOf(id);
        if (!index)
            continue;
        const trace::CallRecord &record = store.at(*index);
        processes.call(record, false, true);
        if (record.kind == trace::CallRecord::Kind::Syscall && !record.housekeeping &&
            record.outcome == trace::CallRecord::Outcome::Answered)
            statistics.add(record.ended, record.latency(record.ended), record.error != 0);
    }
}

void Pump::clear()
{
    static_cast<void>(drain()); // what happened before belongs to what is forgotten
    m_backlog.clear();
    store.clear();
    statistics = trace::SlidingStatistics();
}

} // namespace rumpscope::ui
