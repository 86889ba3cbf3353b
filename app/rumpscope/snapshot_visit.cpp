// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope/snapshot_visit.h"

#include <QCoreApplication>

#include <cstdio>

namespace rumpscope {

namespace {

constexpr int kLookInterval = 20; ///< milliseconds
constexpr int kPatience = 20'000; ///< milliseconds for one step
constexpr int kLoadPerSecond = 240;
constexpr int kBefore = 6'000;     ///< milliseconds of load before the loss
constexpr int kAfter = 5'000;      ///< ... and after it
constexpr int kAttempts = 7;       ///< failed ones until the kernel comes back
constexpr double kTimeWindow = 20; ///< seconds shown
constexpr QSize kPicture(1600, 1000);

using ui::LinkState;
using State = lineage::Node::State;

} // namespace

SnapshotVisit::SnapshotVisit(ui::MainWindow &window, QString file)
    : m_window(window)
    , m_file(std::move(file))
{
    connect(&window.scope().workbench, &ui::Workbench::callFinished, this, [this] { ++m_answers; });
    connect(&window.scope().kernel, &ui::PracticeKernel::failed, this, &SnapshotVisit::end);
    connect(&m_look, &QTimer::timeout, this, &SnapshotVisit::look);
    plan();
}

void SnapshotVisit::plan()
{
    ui::Workbench &bench = m_window.scope().workbench;
    m_steps.push_back({"the kernel and the first guest", [this] { run("kernel.practice.start"); },
                       [this] { return isUp(1) && living(State::KernelOnly) >= 2; }});
    m_steps.push_back({"a load",
                       [&bench] {
                           bench.startLoad(*bench.primary(), {QStringLiteral("getpid()"), kLoadPerSecond,
                                                              std::chrono::seconds(60)});
                       },
                       [] { return true; }});
    m_steps.push_back({"a fork", [&bench] { bench.fork(*bench.primary()); },
                       [this] { return living(State::Forked) == 1; }});
    m_steps.push_back({"an exec",
                       [this, &bench] {
                           for (const auto &[id, node] : bench.processes().nodes()) {
                               if (node.state == State::Forked && node.session)
                                   bench.exec(*node.session, QStringLiteral("worker"));
                           }
                       },
                       [&bench] {
                           for (const auto &[id, node] : bench.processes().nodes()) {
                               if (node.execed)
                                   return true;
                           }
                           return false;
                       }});
    m_steps.push_back({"another guest", [&bench] { bench.newGuest(QStringLiteral("editor")); },
                       [this] { return living(State::Guest) >= 3; }});
    pause("load", kBefore);
    m_steps.push_back({"the kernel's end", [this] { m_window.scope().kernel.kill(); },
                       [this] { return m_failedAttempts >= kAttempts; }});
    m_steps.push_back({"its return", [this] { run("kernel.practice.start"); }, [this] { return isUp(2); }});
    m_steps.push_back({"a prepared child", [&bench] { bench.prepare(*bench.primary()); },
                       [this] { return living(State::Prepared) == 1; }});
    pause("load", kAfter);
    m_steps.push_back(
        {"the load's end", [&bench] { bench.stopLoad(*bench.primary()); }, [] { return true; }});
    call("open(\"/tmp/notes\", O_CREAT|O_RDWR, 0644)");
    call("write(3, \"hello rump\\n\", 11)");
    call("lseek(3, 0, SEEK_SET)");
    call("read(3, 64)");
    call("stat(\"/tmp/notes\")");
    m_steps.push_back({"a selection", [this] { run("call.latest"); }, [] { return true; }});
    call("open(\"/nowhere\", O_RDONLY)");
    call("pipe()");
    call("getppid()");
    pause("the last facts", 700);
}

void SnapshotVisit::call(const char *expression)
{
    m_steps.push_back({expression,
                       [this, expression] {
                           ++m_asked;
                           run("call.make", QString::fromUtf8(expression));
                       },
                       [this] { return m_answers >= m_asked; }});
}

void SnapshotVisit::run(const char *command, const QVariant &argument)
{
    if (const auto refused = m_window.scope().commands.run(QString::fromLatin1(command), argument))
        end(*refused);
}

void SnapshotVisit::pause(const char *name, int milliseconds)
{
    m_steps.push_back({name, [] {}, [this, milliseconds] { return m_sinceStep.hasExpired(milliseconds); }});
}

void SnapshotVisit::begin()
{
    m_window.scope().settings.setRemembers(false);
    m_window.resize(kPicture);
    m_window.scope().axis.setWindow(kTimeWindow);
    m_window.show();
    m_look.start(kLookInterval);
    m_sinceStep.start();
    m_steps[m_step].act();
}

void SnapshotVisit::look()
{
    m_failedAttempts = static_cast<int>(m_window.scope().workbench.status().attempts);
    if (m_steps[m_step].over()) {
        next();
        return;
    }
    if (m_sinceStep.hasExpired(kPatience))
        end(tr("%1 did not come within %2 s.")
                .arg(QString::fromUtf8(m_steps[m_step].name))
                .arg(kPatience / 1000));
}

void SnapshotVisit::next()
{
    if (++m_step < m_steps.size()) {
        m_sinceStep.restart();
        m_steps[m_step].act();
        return;
    }
    m_look.stop();
    if (m_window.grab().save(m_file))
        end({});
    else
        end(tr("%1 cannot be written.").arg(m_file));
}

void SnapshotVisit::end(const QString &complaint)
{
    m_look.stop();
    if (!complaint.isEmpty())
        std::fprintf(stderr, "rumpscope: the visit failed: %s\n", qUtf8Printable(complaint));
    QCoreApplication::exit(complaint.isEmpty() ? 0 : 1);
}

bool SnapshotVisit::isUp(unsigned generation) const
{
    const ui::LinkStatus status = m_window.scope().workbench.status();
    return status.state == LinkState::Connected && status.generation == generation &&
           m_window.scope().workbench.primary();
}

int SnapshotVisit::living(State state) const
{
    int count = 0;
    for (const auto &[id, node] : m_window.scope().workbench.processes().nodes())
        count += node.state == state ? 1 : 0;
    return count;
}

} // namespace rumpscope
