// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/tap_host.h"

#include "clientcore/tap/tap.h"
#include "ui/bridge/sentences.h"

namespace rumpscope::ui {

namespace {

constexpr std::size_t kWorkers = 4;

template<class To, class From>
std::optional<To> optionalOf(const std::optional<From> &value)
{
    return value ? std::optional<To>(*value) : std::nullopt;
}

} // namespace

TapHost::TapHost(event::Sink &observer, QObject *parent)
    : QObject(parent)
    , m_observer(observer)
    , m_workers(kWorkers)
{}

TapHost::~TapHost() = default;

QString TapHost::freeAddress()
{
    return QString::fromStdString(tap::freeListenAddress());
}

void TapHost::open(const QString &listen, const QString &server)
{
    using transport::ServerUrl;
    const auto from = ServerUrl::parse(listen.trimmed().toStdString(), ServerUrl::Use::Listen);
    const auto to = ServerUrl::parse(server.trimmed().toStdString());
    if (!from || !to) {
        emit failed(QString::fromStdString((from ? to : from).error().sentence()));
        return;
    }
    m_workers.start([this, from = *from, to = *to] {
        auto opened = tap::Tap::open(from, to, {.observer = &m_observer, .askPid = true});
        if (!opened) {
            m_mailbox.post([this, text = sentence(opened.error())] { emit failed(text); });
            return;
        }
        m_mailbox.post([this, tap = TapPtr(std::move(*opened))] {
            const TapId id{++m_last};
            m_taps.emplace(id, tap);
            emit changed();
            emit this->opened(id);
        });
    });
}

void TapHost::close(TapId tap)
{
    auto found = m_taps.extract(tap);
    if (found.empty())
        return;
    m_workers.start([ended = std::move(found.mapped())] { ended->stop(); });
    emit changed();
}

void TapHost::cut(event::SessionId session)
{
    for (const auto &[id, tap] : m_taps)
        m_workers.start([tap = tap, session] { tap->cut(session); });
}

std::vector<OpenTap> TapHost::taps() const
{
    std::vector<OpenTap> taps;
    for (const auto &[id, tap] : m_taps)
        taps.push_back({id, QString::fromStdString(tap->url().absolute().text()),
                        QString::fromStdString(tap->server().text())});
    return taps;
}

std::vector<TappedClient> TapHost::clients() const
{
    std::vector<TappedClient> clients;
    for (const auto &[id, tap] : m_taps) {
        for (const tap::Tap::Client &client : tap->clients()) {
            clients.push_back({.tap = id,
                               .session = client.session,
                               .commandName = QString::fromStdString(client.commandName),
                               .pid = optionalOf<qint32>(client.pid),
                               .hostPid = optionalOf<qint32>(client.hostPid),
                               .openRequests = client.openRequests,
                               .bytesToServer = client.bytesToServer,
                               .bytesToClient = client.bytesToClient,
                               .unread = client.spilled});
        }
    }
    return clients;
}

} // namespace rumpscope::ui
