// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bridge/surroundings.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSettings>
#include <QTest>

#include <unistd.h>

namespace rumpscope::ui::test {

Surroundings::Surroundings()
{
    const QString path = QString::fromStdString(m_directory.path());
    QCoreApplication::setApplicationName(QStringLiteral("rumpscope-test"));
    QCoreApplication::setOrganizationName(QStringLiteral("rumpscope-test"));
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, path);
    qputenv("XDG_RUNTIME_DIR", path.toUtf8());
}

QString Surroundings::runtimeDirectory()
{
    return qEnvironmentVariable("XDG_RUNTIME_DIR");
}

bool eventually(const std::function<bool()> &what)
{
    return QTest::qWaitFor(what, kPatience);
}

std::vector<int> childProcesses(int parent)
{
    std::vector<int> children;
    for (const QString &entry : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        bool isPid = false;
        const int pid = entry.toInt(&isPid);
        QFile status(QStringLiteral("/proc/%1/stat").arg(entry));
        if (!isPid || !status.open(QIODevice::ReadOnly))
            continue;
        // "pid (name) state parent ...": the name may hold anything.
        const QByteArray line = status.readAll();
        const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
        if (fields.size() > 1 && fields[0] != "Z" && fields[1].toInt() == parent)
            children.push_back(pid);
    }
    return children;
}

std::vector<int> childProcesses()
{
    return childProcesses(::getpid());
}

} // namespace rumpscope::ui::test
