// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/program/program.h"

#include <QCoreApplication>
#include <QDir>

namespace rumpscope::ui::test {

Program::Program()
    : environment(QProcessEnvironment::systemEnvironment())
{
    const QString run = directory() + QStringLiteral("/run");
    QDir().mkdir(run);
    QFile::setPermissions(run, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), run);
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), directory() + QStringLiteral("/config"));
    environment.insert(QStringLiteral("HOME"), directory());
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "RUMP_SERVER"})
        environment.remove(QString::fromLatin1(name));
}

Program::~Program()
{
    if (process.state() == QProcess::NotRunning)
        return;
    process.terminate();
    if (!process.waitForFinished()) {
        process.kill();
        process.waitForFinished();
    }
}

void Program::start(const QStringList &arguments)
{
    process.setProcessEnvironment(environment);
    process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/rumpscope"), arguments);
}

int Program::finish(int patience)
{
    if (!process.waitForFinished(patience) || process.exitStatus() != QProcess::NormalExit)
        return -1;
    return process.exitCode();
}

QStringList Program::runtimeEntries() const
{
    return QDir(directory() + QStringLiteral("/run"))
        .entryList({QStringLiteral("rumpscope*")}, QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
}

} // namespace rumpscope::ui::test
