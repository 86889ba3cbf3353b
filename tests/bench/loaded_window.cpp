// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/loaded_window.h"

#include <fmt/format.h>

#include <QCoreApplication>

#include <cstdio>
#include <fstream>
#include <unistd.h>

namespace rumpscope::bench {

namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 20ms;
constexpr auto kPatience = 20s; ///< until all guests are there

void fail(const QString &sentence)
{
    fmt::print(stderr, "{}\n", sentence.toStdString());
    QCoreApplication::exit(2);
}

} // namespace

double residentMiB()
{
    std::ifstream file("/proc/self/statm");
    double pages = 0;
    file >> pages >> pages;
    return pages * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

LoadedWindow::LoadedWindow(const Setting &setting, std::function<void()> begun)
    : m_setting(setting)
    , m_begun(std::move(begun))
{
    m_window.scope().settings.setRemembers(false);
    m_window.resize(1600, 1000);
    m_window.show();
    connect(&m_window.scope().kernel, &ui::PracticeKernel::failed, this, fail);
    connect(&m_look, &QTimer::timeout, this, &LoadedWindow::look);
    connect(&m_patience, &QTimer::timeout, this, [] { fail(tr("the guests do not come")); });
    m_patience.setSingleShot(true);
    m_patience.start(kPatience);
    m_look.start(kLook);
    m_window.scope().commands.run(QStringLiteral("kernel.practice.start"));
}

void LoadedWindow::look()
{
    if (!workbench().primary())
        return;
    if (!m_asked) {
        m_asked = true;
        for (int i = 1; i < m_setting.guests; ++i)
            workbench().newGuest(QStringLiteral("guest %1").arg(i));
    }
    if (workbench().clientCount() != m_setting.guests)
        return;
    m_look.stop();
    m_patience.stop();
    begin();
}

void LoadedWindow::begin()
{
    for (const auto &[id, node] : workbench().processes().nodes()) {
        if (node.session && workbench().isOurs(*node.session))
            workbench().startLoad(*node.session,
                                  {QStringLiteral("getpid()"), m_setting.callsPerSecond / m_setting.guests,
                                   m_setting.duration});
    }
    m_begun();
}

} // namespace rumpscope::bench
