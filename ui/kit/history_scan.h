// SPDX-License-Identifier: GPL-3.0-or-later
// Looks through the whole history in slices, so that the window stays awake.
#pragma once

#include "ui/bridge/workbench.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace rumpscope::ui {

/// Visits every call that was in the history at start(), once, in slices of a few milliseconds between which
/// the event loop runs; the first slice is done by start() itself. Calls that leave meanwhile are not
/// visited.
class HistoryScan : public QObject
{
    Q_OBJECT
public:
    enum class Order { OldestFirst, NewestFirst };
    using Visit = std::function<void(const trace::CallRecord &)>;
    /// `sliceDone` follows the visits of each slice.
    HistoryScan(Workbench &workbench, Order order, Visit visit, std::function<void()> sliceDone,
                QObject *parent = nullptr);

    void start(); ///< ends one that runs
    void stop() { m_timer.stop(); }
    [[nodiscard]] bool isRunning() const { return m_timer.isActive(); }
    /// Its turn is still to come: what is learnt of it meanwhile will be seen then.
    [[nodiscard]] bool willVisit(trace::CallId id) const
    {
        return isRunning() && id >= m_from && id < m_until;
    }

    static constexpr std::chrono::milliseconds kSlice{8};

signals:
    void finished();

private:
    void slice();
    void forwards();
    void backwards();
    [[nodiscard]] std::size_t firstFrom(trace::CallId id) const; ///< index of the first record not below `id`

    Workbench &m_workbench;
    const Order m_order;
    const Visit m_visit;
    const std::function<void()> m_sliceDone;
    QTimer m_timer;
    trace::CallId m_from{};  ///< those from here
    trace::CallId m_until{}; ///< to before this one are still to be visited
};

} // namespace rumpscope::ui
