// SPDX-License-Identifier: GPL-3.0-or-later
// Ten minutes of a busy kernel in the real window, recorded to a file meanwhile: whether anything is lost,
// whether memory grows, and how much of a core the window's thread takes.
// bench_live [SECONDS] [GUESTS] [FRAMES_PER_SECOND]: a call of a guest is two frames.
#include "tests/bench/heartbeat.h"
#include "tests/bench/loaded_window.h"
#include "tests/bench/timed_application.h"
#include "ui/bridge/live_recorder.h"

#include <fmt/format.h>

#include <QTemporaryDir>

#include <cstdio>
#include <vector>

namespace {

using namespace rumpscope;
using namespace std::chrono_literals;

constexpr int kSeconds = 600;
constexpr int kGoal = 40'000;        ///< frames a second
constexpr double kWorkGoal = 0.5;    ///< of a core
constexpr double kGrowthGoal = 1.05; ///< memory at the end, to what it was when the history was full
constexpr double kAhead = 1.08;      ///< guests are asked for more: a late one does not catch up
constexpr auto kReport = 1min;
constexpr std::size_t kFullAfter = 2; ///< reports
constexpr std::size_t kEventsShown = 8;

class LiveBench : public QObject
{
public:
    LiveBench(bench::TimedApplication &application, std::chrono::seconds duration, int goal,
              const bench::LoadedWindow::Setting &load)
        : m_application(application)
        , m_duration(duration)
        , m_goal(goal)
        , m_loaded(load, [this] { record(); })
    {
        connect(&recorder(), &ui::LiveRecorder::changed, this, [this] {
            if (recorder().standing())
                begin();
        });
        connect(&recorder(), &ui::LiveRecorder::failed, this, [](const QString &sentence) {
            fmt::print(stderr, "{}\n", sentence.toStdString());
            QCoreApplication::exit(2);
        });
        connect(&m_report, &QTimer::timeout, this, &LiveBench::report);
    }

private:
    /// How things stand, to be compared with how they stood.
    struct Moment
    {
        std::chrono::steady_clock::time_point time;
        std::chrono::nanoseconds worked;
        std::uint64_t frames;
        double memory; ///< MiB
    };
    [[nodiscard]] ui::LiveRecorder &recorder() { return m_loaded.workbench().recorder(); }
    [[nodiscard]] const trace::Store &store() { return m_loaded.workbench().store(); }
    [[nodiscard]] Moment now()
    {
        return {std::chrono::steady_clock::now(), bench::threadTime(), store().framesSeen(),
                bench::residentMiB()};
    }
    [[nodiscard]] std::uint64_t lost()
    {
        const auto standing = recorder().standing();
        return m_loaded.workbench().lostEvents() + (standing ? standing->lost : 0);
    }

    void record()
    {
        const auto &turns = store().connectionEvents();
        recorder().start({m_directory.filePath(QStringLiteral("live.pcapng")), 256U << 20, 2},
                         {turns.begin(), turns.end()});
    }

    void begin()
    {
        m_application.forget();
        m_moments.push_back(now());
        m_recordedBefore = recorder().standing()->frames;
        fmt::print("{:>8} {:>12} {:>8} {:>12} {:>12} {:>10} {:>12}\n", "s", "frames/s", "lost", "memory MiB",
                   "calls kept", "UI thread", "longest gap");
        show(m_moments.back(), m_moments.back());
        m_heart.start();
        m_report.start(kReport);
        QTimer::singleShot(m_duration, this, &LiveBench::end);
    }

    void show(const Moment &from, const Moment &to)
    {
        const std::chrono::duration<double> took = to.time - from.time;
        const std::chrono::duration<double> worked = to.worked - from.worked;
        const std::chrono::duration<double> since = to.time - m_moments.front().time;
        const double each = took.count() > 0 ? 1 / took.count() : 0;
        fmt::print("{:>8.0f} {:>12.0f} {:>8} {:>12.1f} {:>12} {:>8.1f} % {:>9.1f} ms\n", since.count(),
                   static_cast<double>(to.frames - from.frames) * each, lost(), to.memory, store().size(),
                   100 * worked.count() * each,
                   std::chrono::duration<double, std::milli>(m_heart.longest().wall).count());
        std::fflush(stdout);
    }

    void report()
    {
        m_moments.push_back(now());
        show(m_moments[m_moments.size() - 2], m_moments.back());
    }

    void end()
    {
        m_report.stop();
        m_heart.stop();
        const Moment first = m_moments.front();
        const Moment last = now();
        fmt::print("in all:\n");
        show(first, last);
        const auto standing = recorder().standing();
        fmt::print("recorded {} frames, {:.0f} MB; the history estimates {:.1f} MiB for itself\n",
                   standing ? standing->frames - m_recordedBefore : 0,
                   standing ? static_cast<double>(standing->bytes) / 1e6 : 0,
                   static_cast<double>(store().bytes()) / (1 << 20));
        m_heart.print();
        fmt::print("by event, processor time of the UI thread:\n");
        m_application.print(kEventsShown);
        const std::chrono::duration<double> took = last.time - first.time;
        const std::chrono::duration<double> worked = last.worked - first.worked;
        const double growth = m_moments.size() > kFullAfter ? last.memory / m_moments[kFullAfter].memory : 1;
        const bool good = static_cast<double>(last.frames - first.frames) >= m_goal * took.count() &&
                          lost() == 0 && worked <= kWorkGoal * took && growth <= kGrowthGoal && standing;
        fmt::print("goals: {} frames a second, nothing lost, memory at the end {:.2f} times that after {} "
                   "minutes (at most {:.2f}), UI thread below {:.0f} %: {}\n",
                   m_goal, growth, kFullAfter, kGrowthGoal, 100 * kWorkGoal, good ? "met" : "NOT MET");
        QCoreApplication::exit(good ? 0 : 1);
    }

    bench::TimedApplication &m_application;
    const std::chrono::seconds m_duration;
    const int m_goal;
    const QTemporaryDir m_directory;
    bench::Heartbeat m_heart;
    QTimer m_report;
    std::vector<Moment> m_moments; ///< at the beginning, and at each report
    std::uint64_t m_recordedBefore = 0;
    bench::LoadedWindow m_loaded;
};

} // namespace

int main(int argc, char **argv)
{
    bench::TimedApplication application(argc, argv);
    const std::chrono::seconds duration(bench::argument(argc, argv, 1, kSeconds));
    bench::LoadedWindow::Setting load;
    load.guests = bench::argument(argc, argv, 2, load.guests);
    const int goal = bench::argument(argc, argv, 3, kGoal);
    load.callsPerSecond = static_cast<int>(kAhead * goal / 2);
    load.duration = duration + 60s;
    const LiveBench bench(application, duration, goal, load);
    return QApplication::exec();
}
