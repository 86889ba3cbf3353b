// SPDX-License-Identifier: GPL-3.0-or-later
// An application that knows which events took its thread's time.
#pragma once

#include <QApplication>

#include <chrono>
#include <map>
#include <string>

namespace rumpscope::bench {

class TimedApplication : public QApplication
{
public:
    using QApplication::QApplication;
    bool notify(QObject *receiver, QEvent *event) override;

    void forget() { m_costs.clear(); }
    void print(std::size_t most) const; ///< the kinds of event that took longest at once

private:
    struct Cost
    {
        std::uint64_t count = 0;
        std::chrono::nanoseconds total{};
        std::chrono::nanoseconds longest{};
    };
    std::map<std::string, Cost> m_costs;
    int m_depth = 0;
};

} // namespace rumpscope::bench
