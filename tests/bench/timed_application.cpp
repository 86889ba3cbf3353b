// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/timed_application.h"

#include "tests/bench/heartbeat.h"

#include <fmt/format.h>

#include <QEvent>
#include <QMetaEnum>
#include <QSettings>

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace rumpscope::bench {

namespace {

std::string describe(const QObject &receiver, QEvent::Type type)
{
    const char *event = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    const QObject *owner = receiver.parent();
    return fmt::format("{} to {}{}{}", event != nullptr ? event : "user event",
                       receiver.metaObject()->className(), owner != nullptr ? " of " : "",
                       owner != nullptr ? owner->metaObject()->className() : "");
}

double milliseconds(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

} // namespace

int argument(int argc, char **argv, int index, int otherwise)
{
    return argc > index ? std::max(1, std::atoi(argv[index])) : otherwise;
}

BenchSurroundings::BenchSurroundings()
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
}

/// Events delivered while another one is handled belong to that one.
bool TimedApplication::notify(QObject *receiver, QEvent *event)
{
    if (m_depth > 0)
        return QApplication::notify(receiver, event);
    const std::string name = describe(*receiver, event->type());
    ++m_depth;
    const auto begin = threadTime();
    const bool result = QApplication::notify(receiver, event);
    const auto took = threadTime() - begin;
    --m_depth;
    Cost &cost = m_costs[name];
    ++cost.count;
    cost.total += took;
    cost.longest = std::max(cost.longest, took);
    return result;
}

void TimedApplication::print(std::size_t most) const
{
    std::vector<std::pair<std::string, Cost>> costs(m_costs.begin(), m_costs.end());
    std::sort(costs.begin(), costs.end(),
              [](const auto &a, const auto &b) { return a.second.longest > b.second.longest; });
    costs.resize(std::min(costs.size(), most));
    fmt::print("{:>10} {:>10} {:>8}   event\n", "longest", "in all", "count");
    for (const auto &[name, cost] : costs)
        fmt::print("{:>7.1f} ms {:>7.0f} ms {:>8}   {}\n", milliseconds(cost.longest),
                   milliseconds(cost.total), cost.count, name);
}

} // namespace rumpscope::bench
