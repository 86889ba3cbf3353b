// SPDX-License-Identifier: GPL-3.0-or-later
// A program of this machine, started as a rump client.
#pragma once

#include <QObject>
#include <QProcess>
#include <QString>

namespace rumpscope::ui {

/// The program gets RUMP_SERVER and loses RUMP__PARSEDSERVER and RUMPCLIENT__EXECFD, which would lead it
/// elsewhere. It ends with the application. One at a time; any number of objects.
class HostProgram : public QObject
{
    Q_OBJECT
public:
    explicit HostProgram(QObject *parent = nullptr);
    ~HostProgram() override; ///< ends it

    /// `commandLine` as a shell takes it, without the shell: words, and quotes around what has spaces.
    /// started() or failed() follows.
    void start(const QString &commandLine, const QString &server);
    /// SIGTERM; the second time SIGKILL, for programs that do not listen.
    void stop();
    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    [[nodiscard]] qint64 pid() const
    {
        return m_process.processId();
    } ///< this machine's; 0 if it does not run

signals:
    void started();
    void output(const QString &text); ///< standard output and error, as they come
    void finished(const QString &sentence);
    void failed(const QString &sentence); ///< it could not be started

private:
    void read();
    void ended(int exitCode, QProcess::ExitStatus status);

    QProcess m_process;
    bool m_asked = false; ///< stop() was called
};

} // namespace rumpscope::ui
