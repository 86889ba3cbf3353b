// SPDX-License-Identifier: GPL-3.0-or-later
// The taps of the window: opened and ended off the UI thread, what they see goes where all facts go.
#pragma once

#include "clientcore/event/sink.h"
#include "ui/bridge/mailbox.h"
#include "ui/bridge/workers.h"

#include <QObject>
#include <QString>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace rumpscope::tap {
class Tap;
}

namespace rumpscope::ui {

enum class TapId : quint32 {};

/// A tap that listens.
struct OpenTap
{
    TapId id{};
    QString url;    ///< where clients connect: what RUMP_SERVER should say
    QString server; ///< where they get to
};

/// A connection that passes through a tap now.
struct TappedClient
{
    TapId tap{};
    event::SessionId session{};
    QString commandName;
    std::optional<qint32> pid;     ///< in the kernel, once it is known
    std::optional<qint32> hostPid; ///< on this machine, where it can be known
    quint64 openRequests = 0;      ///< without an answer now
    quint64 bytesToServer = 0;
    quint64 bytesToClient = 0;
    quint64 unread = 0; ///< bytes of answers the client has not taken yet
};

/// Lives on the UI thread. Any number of taps at once.
class TapHost : public QObject
{
    Q_OBJECT
public:
    /// Taps tell `observer`, which outlives this object.
    explicit TapHost(event::Sink &observer, QObject *parent = nullptr);
    ~TapHost() override; ///< ends all taps: their clients lose their connection

    /// An address nobody uses yet, only for this user.
    [[nodiscard]] static QString freeAddress();
    /// opened() or failed() follows. The server need not be there yet.
    void open(const QString &listen, const QString &server);
    void close(TapId tap);              ///< its clients lose their connection
    void cut(event::SessionId session); ///< one connection, as a broken network would
    [[nodiscard]] std::vector<OpenTap> taps() const;
    [[nodiscard]] std::vector<TappedClient> clients() const; ///< as of now

signals:
    void opened(rumpscope::ui::TapId tap);
    void failed(const QString &sentence);
    void changed(); ///< taps()

private:
    using TapPtr = std::shared_ptr<tap::Tap>;

    event::Sink &m_observer;
    std::map<TapId, TapPtr> m_taps;
    quint32 m_last = 0;
    Mailbox m_mailbox;
    Workers m_workers;
};

} // namespace rumpscope::ui
