// SPDX-License-Identifier: GPL-3.0-or-later
// Commands to a practice kernel that runs: rumpscope-kernel(1), FAULTS.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

class QLocalSocket;

namespace rumpscope::ui {

/// One command after the other, each over a connection of its own. Never waits; of the UI thread.
class KernelControl : public QObject
{
    Q_OBJECT
public:
    /// `path`: the kernel's control socket.
    explicit KernelControl(QString path, QObject *parent = nullptr);

    /// answered() or refused() follows.
    void say(const QString &command);

signals:
    /// It was carried out. `lines`: what it said, empty for most commands.
    void answered(const QString &command, const QStringList &lines);
    /// It was not: a sentence that says why.
    void refused(const QString &command, const QString &sentence);

private:
    void next();
    void read();
    void finish();

    QString m_path;
    QLocalSocket *m_socket; ///< a child of ours
    QStringList m_waiting;  ///< commands, the first one under way
    QByteArray m_received;
};

} // namespace rumpscope::ui
