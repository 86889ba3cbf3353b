// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/host_program.h"

#include <QProcessEnvironment>

#include <csignal>
#include <sys/prctl.h>

namespace rumpscope::ui {

namespace {

constexpr int kStopPatience = 3000; ///< milliseconds for a polite end when the application closes

} // namespace

HostProgram::HostProgram(QObject *parent)
    : QObject(parent)
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    connect(&m_process, &QProcess::started, this, &HostProgram::started);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &HostProgram::read);
    connect(&m_process, &QProcess::finished, this, &HostProgram::ended);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            emit failed(tr("%1 could not be started: %2.").arg(m_process.program(), m_process.errorString()));
    });
}

HostProgram::~HostProgram()
{
    m_process.disconnect(this);
    if (!isRunning())
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(kStopPatience)) {
        m_process.kill();
        m_process.waitForFinished(kStopPatience);
    }
}

void HostProgram::start(const QString &commandLine, const QString &server)
{
    if (isRunning()) {
        emit failed(tr("%1 still runs: stop it first.").arg(m_process.program()));
        return;
    }
    QStringList words = QProcess::splitCommand(commandLine);
    if (words.isEmpty()) {
        emit failed(tr("No program was named: type its path, and its arguments behind it."));
        return;
    }
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("RUMP_SERVER"), server);
    environment.remove(QStringLiteral("RUMP__PARSEDSERVER"));
    environment.remove(QStringLiteral("RUMPCLIENT__EXECFD"));
    m_process.setProcessEnvironment(environment);
    m_asked = false;
    const QString program = words.takeFirst();
    m_process.start(program, words);
}

void HostProgram::stop()
{
    if (m_asked)
        m_process.kill();
    else
        m_process.terminate();
    m_asked = true;
}

void HostProgram::read()
{
    emit output(QString::fromUtf8(m_process.readAllStandardOutput()));
}

void HostProgram::ended(int exitCode, QProcess::ExitStatus status)
{
    read();
    const QString name = m_process.program();
    if (status == QProcess::NormalExit)
        emit finished(tr("%1 ended with status %2.").arg(name).arg(exitCode));
    else
        emit finished(tr("%1 was ended by signal %2.").arg(name).arg(exitCode));
}

} // namespace rumpscope::ui
