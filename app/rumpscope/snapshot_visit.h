// SPDX-License-Identifier: GPL-3.0-or-later
// A short visit to a fresh practice kernel by script, and a picture of the window at its end.
#pragma once

#include "ui/mainwindow/main_window.h"

#include <QElapsedTimer>
#include <QTimer>

#include <functional>
#include <vector>

namespace rumpscope {

/// Everything in the picture really happened: processes, a fork and an exec, calls, a kernel lost and found
/// again.
class SnapshotVisit : public QObject
{
    Q_OBJECT
public:
    SnapshotVisit(ui::MainWindow &window, QString file);

    /// Quits the application when done: with 0, or with 1 after a sentence on stderr.
    void begin();

private:
    /// Does something once, then waits until `over`.
    struct Step
    {
        const char *name;
        std::function<void()> act;
        std::function<bool()> over;
    };
    void plan();
    void call(const char *expression);
    void run(const char *command, const QVariant &argument = {});
    void pause(const char *name, int milliseconds);
    void next();
    void look();
    void end(const QString &complaint);
    [[nodiscard]] bool isUp(unsigned generation) const;
    [[nodiscard]] int living(lineage::Node::State state) const;

    ui::MainWindow &m_window;
    const QString m_file;
    std::vector<Step> m_steps;
    std::size_t m_step = 0;
    QElapsedTimer m_sinceStep;
    QTimer m_look;
    int m_answers = 0; ///< to calls made by hand
    int m_asked = 0;
    int m_failedAttempts = 0;
};

} // namespace rumpscope
