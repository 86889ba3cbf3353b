// SPDX-License-Identifier: GPL-3.0-or-later
// The real window on a practice kernel whose guests call it again and again.
#pragma once

#include "ui/mainwindow/main_window.h"

#include <QTimer>

#include <chrono>
#include <functional>

namespace rumpscope::bench {

/// MiB of this process that are in memory.
[[nodiscard]] double residentMiB();

/// Each guest asks for its pid.
class LoadedWindow : public QObject
{
public:
    struct Setting
    {
        int guests = 10;
        int callsPerSecond = 20'000; ///< of all guests together
        std::chrono::seconds duration{60};
    };
    /// `begun` is called once, when all guests are there and have begun. The event loop ends with 2, and a
    /// sentence, where they do not come.
    LoadedWindow(const Setting &setting, std::function<void()> begun);

    [[nodiscard]] ui::MainWindow &window() { return m_window; }
    [[nodiscard]] ui::Workbench &workbench() { return m_window.scope().workbench; }

private:
    void look();
    void begin();

    const Setting m_setting;
    const std::function<void()> m_begun;
    ui::MainWindow m_window;
    QTimer m_look;
    QTimer m_patience;
    bool m_asked = false;
};

} // namespace rumpscope::bench
