// SPDX-License-Identifier: GPL-3.0-or-later
// A long recording in the real window: how long it takes to open, what it takes of memory, and whether the
// window stalls while somebody scrolls, filters, plots and goes back in it.
// bench_recording [FRAMES]
#include "tests/bench/heartbeat.h"
#include "tests/bench/recorded_load.h"
#include "tests/bench/timed_application.h"
#include "ui/bridge/replay.h"
#include "ui/mainwindow/main_window.h"
#include "ui/panes/trace/trace_view.h"

#include <fmt/format.h>

#include <QElapsedTimer>
#include <QScrollBar>
#include <QTemporaryDir>

#include <cstdio>
#include <malloc.h>

namespace {

using namespace rumpscope;
using namespace std::chrono_literals;

constexpr int kFrames = 1'000'000;
constexpr int kFewest = 100;
constexpr double kOpenGoal = 3; ///< seconds
constexpr auto kStallGoal = 50ms;
constexpr double kMemoryGoal = 200; ///< bytes a frame
constexpr int kScrolls = 200;
constexpr int kPatience = 120'000; ///< milliseconds

double allocated()
{
    const struct mallinfo2 info = ::mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
}

class RecordingBench
{
public:
    RecordingBench(bench::TimedApplication &application, std::uint64_t frames)
        : m_application(application)
        , m_path(m_directory.filePath(QStringLiteral("bench.pcapng")))
        , m_calls(bench::recordLoad(m_path.toStdString(), frames))
    {
        m_window.scope().settings.setRemembers(false);
        m_window.resize(1600, 1000);
        m_window.show();
        wait([] { return true; });
    }

    int run()
    {
        return open() && scroll() && filter("path contains \"/etc\"") &&
                       filter("latency > 90us && !failed") && filter("") && plot() && back() && m_good
                   ? 0
                   : 1;
    }

private:
    [[nodiscard]] ui::Replay &replay() { return m_window.scope().workbench.replay(); }
    [[nodiscard]] const QAbstractItemModel &rows() const
    {
        return *m_window.findChild<ui::TraceView *>()->table()->model();
    }
    /// Handles events until `done`; false after a long while.
    static bool wait(const std::function<bool()> &done)
    {
        QElapsedTimer timer;
        timer.start();
        do
            QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 10);
        while (!done() && timer.elapsed() < kPatience);
        return done();
    }
    /// What it took, and the longest stall meanwhile.
    bool measure(const char *what, const std::function<bool()> &work, bool stallsCount = true)
    {
        bench::Heartbeat heart;
        m_application.forget();
        heart.start();
        const auto begin = std::chrono::steady_clock::now();
        const auto workBefore = bench::threadTime();
        const bool done = work();
        m_took = std::chrono::steady_clock::now() - begin;
        const std::chrono::duration<double> worked = bench::threadTime() - workBefore;
        wait([] { return true; });
        const auto longest = heart.longest();
        fmt::print(
            "{:<34} {:>7.2f} s, UI thread {:>6.2f} s, longest gap {:>6.1f} ms (worked {:.1f} ms), most work "
            "{:.1f} ms{}\n",
            what, m_took.count(), worked.count(),
            std::chrono::duration<double, std::milli>(longest.wall).count(),
            std::chrono::duration<double, std::milli>(longest.worked).count(),
            std::chrono::duration<double, std::milli>(heart.mostWork().worked).count(),
            done ? "" : "  NOT DONE");
        if (heart.mostWork().worked >= kStallGoal)
            m_application.print(5);
        m_good = m_good && done && (!stallsCount || longest.wall < kStallGoal);
        return done;
    }

    bool open()
    {
        const double before = allocated();
        const bool opened = measure("open", [this] {
            m_window.scope().commands.run(QStringLiteral("file.open"), m_path);
            return wait([this] { return replay().state() == ui::Replay::State::Paused; });
        });
        const double each = (allocated() - before) / static_cast<double>(replay().info().frames);
        fmt::print("{} frames, {} calls ({} in the trace); {:.0f} bytes of memory a frame, the history says "
                   "{:.0f}\n",
                   replay().info().frames, m_calls, rows().rowCount(), each,
                   static_cast<double>(m_window.scope().workbench.store().bytes()) /
                       static_cast<double>(replay().info().frames));
        m_good = m_good && m_took.count() <= kOpenGoal && each <= kMemoryGoal;
        return opened && static_cast<std::uint64_t>(rows().rowCount()) == m_calls;
    }

    bool scroll()
    {
        auto *bar = m_window.findChild<ui::TraceView *>()->table()->verticalScrollBar();
        return measure("scroll to 200 places", [&] {
            for (int i = 0; i < kScrolls; ++i) {
                bar->setValue(
                    static_cast<int>(static_cast<qint64>(bar->maximum()) * (i * 37 % kScrolls) / kScrolls));
                wait([] { return true; });
            }
            return true;
        });
    }

    bool filter(const char *text)
    {
        const std::string name = fmt::format("filter: {}", *text ? text : "(none)");
        const bool done = measure(name.c_str(), [&] {
            m_window.scope().commands.run(QStringLiteral("view.filter"), QString::fromLatin1(text));
            return wait([this] { return !m_window.scope().calls.isLooking(); });
        });
        fmt::print("    {} calls pass\n", rows().rowCount());
        return done;
    }

    bool plot()
    {
        return measure("plot 100 ranges", [this] {
            for (int i = 1; i <= 100; ++i) {
                m_window.scope().axis.setWindow(0.1 * i);
                wait([] { return true; });
            }
            return true;
        });
    }

    bool back()
    {
        const auto middle = replay().info().begin + (replay().info().end - replay().info().begin) / 2;
        return measure("go back to the middle", [&] {
            replay().seek(middle);
            return wait([this] { return replay().state() == ui::Replay::State::Paused; });
        });
    }

    bench::TimedApplication &m_application;
    QTemporaryDir m_directory;
    const QString m_path;
    const std::uint64_t m_calls;
    ui::MainWindow m_window;
    std::chrono::duration<double> m_took{};
    bool m_good = true;
};

} // namespace

int main(int argc, char **argv)
{
    bench::TimedApplication application(argc, argv);
    const int frames = std::max(kFewest, bench::argument(argc, argv, 1, kFrames));
    return RecordingBench(application, static_cast<std::uint64_t>(frames)).run();
}
