// SPDX-License-Identifier: GPL-3.0-or-later
// An application that knows which events took its thread's time, and what its benchmark was asked for.
#pragma once

#include <QApplication>
#include <QTemporaryDir>

#include <chrono>
#include <map>
#include <string>

namespace rumpscope::bench {

/// Argument `index`, 1 at least, or what holds without it.
[[nodiscard]] int argument(int argc, char **argv, int index, int otherwise);

/// Settings of its own, and no screen unless somebody names one: before there is an application.
class BenchSurroundings
{
protected:
    BenchSurroundings();

private:
    QTemporaryDir m_settings;
};

class TimedApplication : private BenchSurroundings, public QApplication
{
public:
    TimedApplication(int &argc, char **argv)
        : QApplication(argc, argv)
    {}
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
