// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/practice_kernel.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <csignal>
#include <sys/prctl.h>

namespace rumpscope::ui {

namespace {

constexpr int kStopPatience = 3000; ///< milliseconds for a polite end when the application closes
constexpr qsizetype kLastWords = 2000;

QString program()
{
    const QString name = QStringLiteral("rumpscope-kernel");
    const QString beside = QCoreApplication::applicationDirPath() + QLatin1Char('/') + name;
    return QFileInfo(beside).isExecutable() ? beside : QStandardPaths::findExecutable(name);
}

/// Only we may enter it: every client of a rump kernel is root.
std::unique_ptr<QTemporaryDir> privateDirectory()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (!runtime.isEmpty() && QFileInfo(runtime).isWritable()) {
        auto directory = std::make_unique<QTemporaryDir>(runtime + QStringLiteral("/rumpscope-XXXXXX"));
        if (directory->isValid())
            return directory;
    }
    return std::make_unique<QTemporaryDir>(QDir::tempPath() + QStringLiteral("/rumpscope-XXXXXX"));
}

} // namespace

PracticeKernel::PracticeKernel(QObject *parent)
    : QObject(parent)
    , m_directory(privateDirectory())
    , m_control(controlPath())
{
    m_process.setProcessChannelMode(QProcess::SeparateChannels);
    // Before the program begins: it goes with us from its first moment.
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &PracticeKernel::readOutput);
    connect(&m_process, &QProcess::readyReadStandardError, this,
            [this] { m_lastWords = (m_lastWords + m_process.readAllStandardError()).right(kLastWords); });
    connect(&m_process, &QProcess::finished, this, &PracticeKernel::ended);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return; // finished() follows
        setState(State::Stopped);
        emit failed(tr("The practice kernel could not be started: %1.").arg(m_process.errorString()));
    });
}

PracticeKernel::~PracticeKernel()
{
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(kStopPatience)) {
        m_process.kill();
        m_process.waitForFinished(kStopPatience);
    }
}

QString PracticeKernel::url() const
{
    return QStringLiteral("unix://") + m_directory->filePath(QStringLiteral("kernel"));
}

QString PracticeKernel::controlPath() const
{
    return m_directory->filePath(QStringLiteral("control"));
}

void PracticeKernel::start()
{
    if (m_state != State::Stopped)
        return;
    const QString found = program();
    if (found.isEmpty()) {
        emit failed(tr("The program rumpscope-kernel is neither beside rumpscope nor in PATH: "
                       "install it, or connect to a rump server of your own."));
        return;
    }
    m_asked = false;
    m_startAgain = false;
    m_output.clear();
    m_lastWords.clear();
    setState(State::Starting);
    m_process.start(found, {url(), QStringLiteral("--control"), controlPath()});
}

void PracticeKernel::stop()
{
    if (m_state == State::Stopped || m_state == State::Stopping)
        return;
    m_asked = true;
    m_startAgain = false;
    setState(State::Stopping);
    m_process.terminate();
}

void PracticeKernel::kill()
{
    if (m_state == State::Stopped)
        return;
    m_asked = true;
    m_startAgain = false;
    m_process.kill();
}

void PracticeKernel::restart()
{
    if (m_state == State::Stopped) {
        start();
        return;
    }
    kill();
    m_startAgain = true;
}

void PracticeKernel::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    emit stateChanged();
}

void PracticeKernel::readOutput()
{
    m_output += m_process.readAllStandardOutput();
    if (!m_output.contains('\n'))
        return;
    m_output.clear();
    if (m_state == State::Running)
        emit restarted();
    if (m_state != State::Starting)
        return;
    setState(State::Running);
    emit started(url());
}

void PracticeKernel::ended(int exitCode, QProcess::ExitStatus status)
{
    m_lastWords = (m_lastWords + m_process.readAllStandardError()).right(kLastWords);
    QFile::remove(m_directory->filePath(QStringLiteral("kernel")));
    QFile::remove(controlPath());
    const bool again = m_startAgain;
    setState(State::Stopped);
    if (m_asked) {
        emit stopped({});
    } else if (status == QProcess::NormalExit && exitCode == 0) {
        emit stopped(tr("The practice kernel has halted (reboot was called, or something told it to stop)."));
    } else {
        const QString words = QString::fromUtf8(m_lastWords).trimmed();
        const QString how = status == QProcess::CrashExit ? tr("was ended by a signal")
                                                          : tr("ended with status %1").arg(exitCode);
        emit failed(words.isEmpty() ? tr("The practice kernel %1 and left no word.").arg(how)
                                    : tr("The practice kernel %1. Its last words: %2").arg(how, words));
    }
    if (again)
        start();
}

} // namespace rumpscope::ui
