// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/history_scan.h"

namespace rumpscope::ui {

namespace {

using trace::CallId;

CallId after(CallId id)
{
    return CallId{static_cast<unsigned long long>(id) + 1};
}

/// Says when the time of a slice is over, looking at the clock now and then.
class Budget
{
public:
    [[nodiscard]] bool spent()
    {
        constexpr unsigned kBetweenLooks = 64;
        return ++m_steps % kBetweenLooks == 0 && transport::Clock::now() >= m_end;
    }

private:
    const transport::TimePoint m_end = transport::Clock::now() + HistoryScan::kSlice;
    unsigned m_steps = 0;
};

} // namespace

HistoryScan::HistoryScan(Workbench &workbench, Order order, Visit visit, std::function<void()> sliceDone,
                         QObject *parent)
    : QObject(parent)
    , m_workbench(workbench)
    , m_order(order)
    , m_visit(std::move(visit))
    , m_sliceDone(std::move(sliceDone))
{
    connect(&m_timer, &QTimer::timeout, this, &HistoryScan::slice);
}

void HistoryScan::start()
{
    const trace::Store &store = m_workbench.store();
    m_from = CallId{0};
    m_until = store.size() > 0 ? after(store.at(store.size() - 1).id) : CallId{0};
    m_timer.start(0);
    slice();
}

std::size_t HistoryScan::firstFrom(CallId id) const
{
    const trace::Store &store = m_workbench.store();
    std::size_t low = 0;
    std::size_t high = store.size();
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (store.at(middle).id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void HistoryScan::slice()
{
    if (m_order == Order::OldestFirst)
        forwards();
    else
        backwards();
    const bool over = firstFrom(m_from) >= firstFrom(m_until);
    if (over)
        m_timer.stop();
    m_sliceDone();
    if (over)
        emit finished();
}

void HistoryScan::forwards()
{
    const trace::Store &store = m_workbench.store();
    const std::size_t end = firstFrom(m_until);
    Budget budget;
    for (std::size_t i = firstFrom(m_from); i < end && !budget.spent(); ++i) {
        m_visit(store.at(i));
        m_from = after(store.at(i).id);
    }
}

void HistoryScan::backwards()
{
    const trace::Store &store = m_workbench.store();
    const std::size_t end = firstFrom(m_from);
    Budget budget;
    for (std::size_t i = firstFrom(m_until); i > end && !budget.spent();) {
        m_visit(store.at(--i));
        m_until = store.at(i).id;
    }
}

} // namespace rumpscope::ui
