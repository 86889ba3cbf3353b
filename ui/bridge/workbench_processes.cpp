// SPDX-License-Identifier: GPL-3.0-or-later
// Commands on processes: each is a session of its own.
#include "ui/bridge/sentences.h"
#include "ui/bridge/workbench.h"
#include "ui/bridge/workbench_private.h"

namespace rumpscope::ui {

using session::Session;

void Workbench::Private::connectGuest(const QString &commandName)
{
    work([this, where = *url, wanted = options(commandName)](const Reply &reply) {
        auto guest = Session::guest(where, wanted);
        if (!guest) {
            reply.complain(guest.error());
            return;
        }
        reply([this, session = SessionPtr(std::move(*guest))] { adopt(session); });
    });
}

void Workbench::newGuest(const QString &commandName)
{
    if (d->url)
        d->connectGuest(commandName);
    else
        emit notice(tr("There is no kernel to be a guest of: connect to one first."));
}

void Workbench::fork(SessionId parent)
{
    const auto session = d->find(parent);
    if (!session)
        return;
    d->work([this, session, options = d->options(QString::fromStdString(session->commandName()))](
                const Private::Reply &reply) {
        const auto cookie = session->prefork();
        if (!cookie) {
            reply.complain(cookie.error());
            return;
        }
        auto child = Session::claim(session->url(), *cookie, options);
        if (!child) {
            reply.complain(child.error());
            return;
        }
        reply([this, claimed = SessionPtr(std::move(*child))] { d->adopt(claimed); });
    });
}

void Workbench::prepare(SessionId parent)
{
    const auto session = d->find(parent);
    if (!session)
        return;
    d->work([this, session](const Private::Reply &reply) {
        if (const auto cookie = session->prefork(); !cookie)
            reply.complain(cookie.error());
        else
            reply([this] {
                if (d->poll)
                    d->poll->hurry();
            });
    });
}

void Workbench::claim(const wire::Cookie &cookie)
{
    if (!d->url)
        return;
    d->work([this, cookie, where = *d->url, options = d->options(tr("child"))](const Private::Reply &reply) {
        auto child = Session::claim(where, cookie, options);
        if (!child) {
            reply.complain(child.error());
            return;
        }
        reply([this, claimed = SessionPtr(std::move(*child))] { d->adopt(claimed); });
    });
}

void Workbench::cancelPrepared(const wire::Cookie &cookie)
{
    if (!d->url)
        return;
    d->work([cookie, where = *d->url, options = d->options(tr("child"))](const Private::Reply &reply) {
        if (const auto cancelled = Session::cancel(where, cookie, options); !cancelled)
            reply.complain(cancelled.error());
    });
}

void Workbench::exec(SessionId id, const QString &commandName)
{
    const auto session = d->find(id);
    if (!session)
        return;
    d->work([session, commandName](const Private::Reply &reply) {
        if (const auto done = session->exec(commandName.toStdString()); !done)
            reply.complain(done.error());
    });
}

void Workbench::close(SessionId id)
{
    const auto found = d->members.find(id);
    if (found == d->members.end())
        return;
    if (found->second.load)
        found->second.load->stop();
    auto member = std::make_shared<Private::Member>(std::move(found->second));
    d->members.erase(found);
    member->session->close();
    d->work([member](const Private::Reply &) { member->load.reset(); }); // joins threads
    emit processesChanged();
    emit statusChanged();
}

void Workbench::dropConnection(SessionId id)
{
    if (const auto session = d->find(id))
        session->dropConnection(); // at once, also while all workers wait for answers
}

void Workbench::watchFiles(std::optional<std::int32_t> pid)
{
    d->watched = pid;
    if (d->poll)
        d->poll->watchFiles(pid);
}

bool Workbench::isOurs(SessionId session) const
{
    return d->members.contains(session);
}

std::optional<SessionId> Workbench::primary() const
{
    // Sessions are numbered as they come.
    for (const auto &[id, member] : d->members) {
        if (member.session->state() != Session::State::Closed)
            return id;
    }
    return std::nullopt;
}

int Workbench::clientCount() const
{
    return static_cast<int>(d->members.size());
}

} // namespace rumpscope::ui
