// SPDX-License-Identifier: GPL-3.0-or-later
// The practice kernel as a child process: started, watched and stopped by the application.
#pragma once

#include "ui/bridge/kernel_control.h"

#include <QObject>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace rumpscope::ui {

/// Runs `rumpscope-kernel` (found beside the application, else in PATH) on a private local socket: under
/// XDG_RUNTIME_DIR, or a temporary directory of ours. The socket goes when the process has ended.
class PracticeKernel : public QObject
{
    Q_OBJECT
public:
    explicit PracticeKernel(QObject *parent = nullptr);
    ~PracticeKernel() override; ///< stops it

    enum class State { Stopped, Starting, Running, Stopping };
    [[nodiscard]] State state() const { return m_state; }
    /// The same for the whole life of this object, so that a restarted kernel is found by retrying clients.
    [[nodiscard]] QString url() const;

    /// Commands to it, while it runs: what goes wrong on purpose.
    [[nodiscard]] KernelControl &control() { return m_control; }

    void start();   ///< started() or failed() follows
    void stop();    ///< SIGTERM; stopped() follows
    void kill();    ///< SIGKILL, as a crash would: clients see their connection break
    void restart(); ///< kill if running, then start

signals:
    void started(const QString &url);
    /// It began anew on command, at the same address.
    void restarted();
    /// A normal end. `sentence` is empty when we asked for it.
    void stopped(const QString &sentence);
    /// It could not be started, or ended unasked: a sentence with its last words.
    void failed(const QString &sentence);
    void stateChanged();

private:
    void setState(State state);
    [[nodiscard]] QString controlPath() const;
    void readOutput();
    void ended(int exitCode, QProcess::ExitStatus status);

    QProcess m_process;
    std::unique_ptr<QTemporaryDir> m_directory;
    KernelControl m_control;
    State m_state = State::Stopped;
    bool m_asked = false;
    bool m_startAgain = false;
    QByteArray m_output;
    QByteArray m_lastWords;
};

} // namespace rumpscope::ui
