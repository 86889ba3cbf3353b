// SPDX-License-Identifier: GPL-3.0-or-later
// The real window under load: how long its thread stalls, and how much memory it takes.
// bench_window [SECONDS] [GUESTS] [CALLS_PER_SECOND]: the last is for all guests together.
#include "tests/bench/heartbeat.h"
#include "tests/bench/timed_application.h"
#include "ui/mainwindow/main_window.h"

#include <fmt/format.h>

#include <QSettings>
#include <QTemporaryDir>

#include <cstdio>
#include <fstream>
#include <unistd.h>

namespace {

using namespace rumpscope;
using namespace std::chrono_literals;

constexpr int kSeconds = 20;
constexpr int kGuests = 10;
constexpr int kCallsPerSecond = 20'000;
constexpr int kLook = 20;         ///< milliseconds
constexpr int kPatience = 20'000; ///< milliseconds until all guests are there
constexpr auto kGoal = 50ms;
constexpr std::size_t kEventsShown = 8;

double residentMiB()
{
    std::ifstream file("/proc/self/statm");
    double pages = 0;
    file >> pages >> pages;
    return pages * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

class WindowBench : public QObject
{
public:
    WindowBench(bench::TimedApplication &application, int seconds, int guests, int callsPerSecond)
        : m_application(application)
        , m_seconds(seconds)
        , m_guests(guests)
        , m_callsPerSecond(callsPerSecond)
    {
        m_window.setRemembers(false);
        m_window.resize(1600, 1000);
        m_window.show();
        connect(&m_window.kernel(), &ui::PracticeKernel::failed, this, &WindowBench::fail);
        connect(&m_look, &QTimer::timeout, this, &WindowBench::look);
        m_look.start(kLook);
        m_window.openPracticeKernel();
        QTimer::singleShot(kPatience, this, [this] {
            if (!m_running)
                fail(tr("the guests do not come"));
        });
    }

private:
    [[nodiscard]] ui::Workbench &workbench() { return m_window.workbench(); }

    void look()
    {
        if (!workbench().primary())
            return;
        if (!m_asked) {
            m_asked = true;
            for (int i = 1; i < m_guests; ++i)
                workbench().newGuest(QStringLiteral("guest %1").arg(i));
        }
        if (workbench().clientCount() == m_guests) {
            m_look.stop();
            begin();
        }
    }

    void begin()
    {
        m_running = true;
        for (const auto &[id, node] : workbench().processes().nodes()) {
            if (node.session && workbench().isOurs(*node.session))
                workbench().startLoad(*node.session, {QStringLiteral("getpid()"), m_callsPerSecond / m_guests,
                                                      std::chrono::seconds(m_seconds + 60)});
        }
        m_callsBefore = workbench().store().callsSeen();
        remember("begin");
        QTimer::singleShot(m_seconds * 500, this, [this] { remember("middle"); });
        QTimer::singleShot(m_seconds * 1000, this, &WindowBench::end);
        m_application.forget();
        m_begin = std::chrono::steady_clock::now();
        m_workBefore = bench::threadTime();
        m_heart.start();
    }

    void remember(const char *when)
    {
        m_memory += fmt::format("{}: {:.1f} MiB with {} calls kept   ", when, residentMiB(),
                                workbench().store().size());
    }

    void end()
    {
        m_heart.stop();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - m_begin;
        const std::chrono::duration<double> worked = bench::threadTime() - m_workBefore;
        const auto calls = static_cast<double>(workbench().store().callsSeen() - m_callsBefore);
        remember("end");
        fmt::print("{} guests, {:.0f} calls a second for {:.0f} s, {} events lost\n", m_guests,
                   calls / took.count(), took.count(), workbench().lostEvents());
        fmt::print("the UI thread worked {:.0f} % of the time\n", 100 * worked.count() / took.count());
        m_heart.print();
        fmt::print("by event, processor time of the UI thread:\n");
        m_application.print(kEventsShown);
        fmt::print("resident memory  {}\n", m_memory);
        fmt::print("the history estimates {:.1f} MiB for itself\n",
                   static_cast<double>(workbench().store().bytes()) / (1 << 20));
        QCoreApplication::exit(m_heart.longest().wall < kGoal ? 0 : 1);
    }

    void fail(const QString &sentence)
    {
        fmt::print(stderr, "bench_window: {}\n", sentence.toStdString());
        QCoreApplication::exit(2);
    }

    bench::TimedApplication &m_application;
    const int m_seconds;
    const int m_guests;
    const int m_callsPerSecond;
    ui::MainWindow m_window;
    bench::Heartbeat m_heart;
    QTimer m_look;
    bool m_asked = false;
    bool m_running = false;
    std::chrono::steady_clock::time_point m_begin;
    std::chrono::nanoseconds m_workBefore{};
    std::uint64_t m_callsBefore = 0;
    std::string m_memory;
};

int argument(int argc, char **argv, int index, int otherwise)
{
    return argc > index ? std::max(1, std::atoi(argv[index])) : otherwise;
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QTemporaryDir settings;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
    bench::TimedApplication application(argc, argv);
    const WindowBench bench(application, argument(argc, argv, 1, kSeconds), argument(argc, argv, 2, kGuests),
                            argument(argc, argv, 3, kCallsPerSecond));
    return QApplication::exec();
}
