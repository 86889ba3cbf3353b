// SPDX-License-Identifier: GPL-3.0-or-later
// The real window under load: how long its thread stalls, and how much memory it takes.
// bench_window [SECONDS] [GUESTS] [CALLS_PER_SECOND]: the last is for all guests together.
#include "tests/bench/heartbeat.h"
#include "tests/bench/loaded_window.h"
#include "tests/bench/timed_application.h"

#include <fmt/format.h>

#include <cstdio>

namespace {

using namespace rumpscope;
using namespace std::chrono_literals;

constexpr int kSeconds = 20;
constexpr auto kGoal = 50ms;
constexpr std::size_t kEventsShown = 8;

class WindowBench : public QObject
{
public:
    WindowBench(bench::TimedApplication &application, int seconds, const bench::LoadedWindow::Setting &load)
        : m_application(application)
        , m_seconds(seconds)
        , m_guests(load.guests)
        , m_loaded(load, [this] { begin(); })
    {}

private:
    void begin()
    {
        m_callsBefore = store().callsSeen();
        remember("begin");
        QTimer::singleShot(m_seconds * 500, this, [this] { remember("middle"); });
        QTimer::singleShot(m_seconds * 1000, this, &WindowBench::end);
        m_application.forget();
        m_begin = std::chrono::steady_clock::now();
        m_workBefore = bench::threadTime();
        m_heart.start();
    }

    [[nodiscard]] const trace::Store &store() { return m_loaded.workbench().store(); }
    void remember(const char *when)
    {
        m_memory +=
            fmt::format("{}: {:.1f} MiB with {} calls kept   ", when, bench::residentMiB(), store().size());
    }

    void end()
    {
        m_heart.stop();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - m_begin;
        const std::chrono::duration<double> worked = bench::threadTime() - m_workBefore;
        const auto calls = static_cast<double>(store().callsSeen() - m_callsBefore);
        remember("end");
        fmt::print("{} guests, {:.0f} calls a second for {:.0f} s, {} events lost\n", m_guests,
                   calls / took.count(), took.count(), m_loaded.workbench().lostEvents());
        fmt::print("the UI thread worked {:.0f} % of the time\n", 100 * worked.count() / took.count());
        m_heart.print();
        fmt::print("by event, processor time of the UI thread:\n");
        m_application.print(kEventsShown);
        fmt::print("resident memory  {}\n", m_memory);
        fmt::print("the history estimates {:.1f} MiB for itself\n",
                   static_cast<double>(store().bytes()) / (1 << 20));
        QCoreApplication::exit(m_heart.longest().wall < kGoal ? 0 : 1);
    }

    bench::TimedApplication &m_application;
    const int m_seconds;
    const int m_guests;
    bench::Heartbeat m_heart;
    std::chrono::steady_clock::time_point m_begin;
    std::chrono::nanoseconds m_workBefore{};
    std::uint64_t m_callsBefore = 0;
    std::string m_memory;
    bench::LoadedWindow m_loaded;
};

} // namespace

int main(int argc, char **argv)
{
    bench::TimedApplication application(argc, argv);
    bench::LoadedWindow::Setting load;
    const int seconds = bench::argument(argc, argv, 1, kSeconds);
    load.guests = bench::argument(argc, argv, 2, load.guests);
    load.callsPerSecond = bench::argument(argc, argv, 3, load.callsPerSecond);
    load.duration = std::chrono::seconds(seconds) + 60s;
    const WindowBench bench(application, seconds, load);
    return QApplication::exec();
}
