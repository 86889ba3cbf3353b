// SPDX-License-Identifier: GPL-3.0-or-later
// Calls made by hand, and loads.
#include "ui/bridge/call_maker.h"
#include "ui/bridge/sentences.h"
#include "ui/bridge/workbench.h"
#include "ui/bridge/workbench_private.h"

namespace rumpscope::ui {

Ticket Workbench::call(SessionId id, const QString &expression)
{
    const Ticket ticket{++d->tickets};
    const auto finish = [this, ticket, id, expression](CallOutcome outcome) {
        outcome.ticket = ticket;
        outcome.session = id;
        outcome.expression = expression;
        emit callFinished(outcome);
    };
    const auto session = d->find(id);
    const auto checked = bound(expression);
    if (!session || !checked) {
        CallOutcome outcome;
        if (!checked) {
            outcome = refusedExpression(expression, checked.error());
        } else {
            outcome = refusedExpression(expression, {0, 0, tr("This process has ended.").toStdString()});
        }
        Private::Reply{*d}.always([finish, outcome] { finish(outcome); });
        return ticket;
    }
    ++d->members[id].calls;
    d->work([this, session, id, finish, call = *checked](const Private::Reply &reply) {
        const CallOutcome outcome = makeCall(*session, call);
        reply.always([this, id, finish, outcome] {
            if (const auto member = d->members.find(id); member != d->members.end())
                --member->second.calls;
            finish(outcome);
        });
    });
    return ticket;
}

int Workbench::runningCalls(SessionId session) const
{
    const auto member = d->members.find(session);
    return member == d->members.end() ? 0 : member->second.calls;
}

void Workbench::startLoad(SessionId id, const LoadSetting &setting)
{
    const auto member = d->members.find(id);
    if (member == d->members.end())
        return;
    const auto checked = bound(setting.expression);
    if (!checked) {
        emit notice(QString::fromStdString(checked.error().message));
        return;
    }
    stopLoad(id);
    const quint64 number = ++member->second.loadNumber;
    const auto ended = [this, id, number, reply = Private::Reply(*d)](const QString &sentence) {
        reply([this, id, number, sentence] {
            const auto now = d->members.find(id);
            if (now != d->members.end() && now->second.loadNumber == number)
                d->endLoad(id, sentence);
        });
    };
    member->second.load = std::make_shared<Load>(member->second.session, *checked, setting, ended);
    emit loadChanged(id);
}

void Workbench::stopLoad(SessionId id)
{
    const auto member = d->members.find(id);
    if (member == d->members.end() || !member->second.load)
        return;
    member->second.load->stop();
    d->endLoad(id, {});
}

bool Workbench::loadRuns(SessionId session) const
{
    const auto member = d->members.find(session);
    return member != d->members.end() && member->second.load != nullptr;
}

/// Its thread is joined elsewhere: it may wait for an answer.
void Workbench::Private::endLoad(SessionId id, const QString &sentence)
{
    const auto member = members.find(id);
    if (member == members.end() || !member->second.load)
        return;
    // The thread that lets go of it last joins it.
    workers.start([ended = std::make_shared<std::shared_ptr<Load>>(
                       std::exchange(member->second.load, nullptr))] { ended->reset(); });
    if (!sentence.isEmpty())
        emit q.notice(sentence);
    emit q.loadChanged(id);
}

} // namespace rumpscope::ui
