// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/kernel_control.h"

#include <QLocalSocket>

namespace rumpscope::ui {

namespace {

const QByteArray kDone = QByteArrayLiteral("ok\n");
const QByteArray kError = QByteArrayLiteral("error ");

/// Commands that end the kernel before it can answer.
bool endsTheKernel(const QString &command)
{
    return command == QStringLiteral("die") || command == QStringLiteral("restart");
}

/// Where the last line begins, once it has all come.
qsizetype lastLine(const QByteArray &received)
{
    return received.lastIndexOf('\n', received.size() - 2) + 1;
}

bool isWhole(const QByteArray &received)
{
    if (!received.endsWith('\n'))
        return false;
    const QByteArray last = received.mid(lastLine(received));
    return last == kDone || last.startsWith(kError);
}

} // namespace

KernelControl::KernelControl(QString path, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
    , m_socket(new QLocalSocket(this))
{
    connect(m_socket, &QLocalSocket::connected, this,
            [this] { m_socket->write(m_waiting.constFirst().toUtf8() + '\n'); });
    connect(m_socket, &QLocalSocket::readyRead, this, &KernelControl::read);
    connect(m_socket, &QLocalSocket::disconnected, this, &KernelControl::finish);
    connect(m_socket, &QLocalSocket::errorOccurred, this, [this](QLocalSocket::LocalSocketError) {
        if (m_socket->state() != QLocalSocket::ConnectedState) // else disconnected() follows
            finish();
    });
}

void KernelControl::say(const QString &command)
{
    m_waiting.append(command);
    if (m_waiting.size() == 1)
        next();
}

void KernelControl::next()
{
    m_received.clear();
    if (!m_waiting.isEmpty())
        m_socket->connectToServer(m_path);
}

void KernelControl::read()
{
    m_received += m_socket->readAll();
    if (isWhole(m_received))
        m_socket->disconnectFromServer();
}

void KernelControl::finish()
{
    if (m_waiting.isEmpty())
        return;
    const QString command = m_waiting.takeFirst();
    const QByteArray received = std::exchange(m_received, {});
    const QByteArray last = received.mid(lastLine(received));
    if (isWhole(received) && last == kDone) {
        QStringList lines;
        for (const QByteArray &line : received.left(lastLine(received)).split('\n')) {
            if (!line.isEmpty())
                lines.append(QString::fromUtf8(line.trimmed()));
        }
        emit answered(command, lines);
    } else if (isWhole(received)) {
        emit refused(command, QString::fromUtf8(last.mid(kError.size()).trimmed()));
    } else if (endsTheKernel(command)) {
        emit answered(command, {});
    } else {
        emit refused(command, tr("The practice kernel does not take commands: does it run?"));
    }
    // Not from within the socket's own signal: it is to be used again.
    QMetaObject::invokeMethod(this, &KernelControl::next, Qt::QueuedConnection);
}

} // namespace rumpscope::ui
