// SPDX-License-Identifier: GPL-3.0-or-later
// Link and facts. Commands on processes and calls are in files of their own.
#include "ui/bridge/workbench.h"

#include "ui/bridge/sentences.h"
#include "ui/bridge/workbench_private.h"

#include <algorithm>

namespace rumpscope::ui {

namespace {

constexpr int kPumpInterval = 33; ///< milliseconds: 30 batches a second
constexpr std::size_t kWorkers = 256;
constexpr auto kSilence = std::chrono::seconds(1);
constexpr auto kTick = std::chrono::seconds(1);
constexpr auto kFirstDeadline = std::chrono::seconds(5);
/// The kernel is watched for as long as the user's own sessions would try, and the watcher never dies.
retry::Policy observerRetry(const retry::Policy &setting)
{
    return setting.dies() ? retry::Policy::never() : setting;
}

const QString kObserver = QStringLiteral("rumpscope");
const QString kFirstGuest = QStringLiteral("shell");

} // namespace

Workbench::Private::Private(Workbench &workbench, const trace::Store::Limits &history)
    : q(workbench)
    , limits(history)
    , facts(history)
    , replay([] { return transport::Clock::now(); })
    , workers(kWorkers)
{
    QObject::connect(&replay, &Replay::begun, &q, [this] { begin(); });
    QObject::connect(&replay, &Replay::failed, &q, &Workbench::notice);
    QObject::connect(&recorder, &LiveRecorder::failed, &q, &Workbench::notice);
    timer.setInterval(kPumpInterval);
    QObject::connect(&timer, &QTimer::timeout, &q, [this] { pump(); });
    timer.start();
}

Workbench::Private::~Private()
{
    endLink();
}

SessionPtr Workbench::Private::find(SessionId session) const
{
    const auto found = members.find(session);
    return found == members.end() ? nullptr : found->second.session;
}

session::SessionOptions Workbench::Private::options(const QString &commandName, bool housekeeping)
{
    session::SessionOptions result;
    result.commandName = commandName.toStdString();
    result.retry = housekeeping ? observerRetry(retry) : retry;
    result.connectDeadline = kFirstDeadline;
    result.handshakeDeadline = kFirstDeadline;
    result.housekeeping = housekeeping;
    result.observer = &recorder;
    result.stop = stop.get();
    return result;
}

Workbench::Private::Reply::Reply(Private &workbench)
    : m_workbench(&workbench)
    , m_epoch(workbench.epoch)
    , m_stop(workbench.stop)
{}

void Workbench::Private::Reply::operator()(std::function<void()> task) const
{
    m_workbench->mailbox.post([workbench = m_workbench, asked = m_epoch, task = std::move(task)] {
        if (asked == workbench->epoch)
            task();
    });
}

void Workbench::Private::Reply::always(std::function<void()> task) const
{
    m_workbench->mailbox.post(std::move(task));
}

void Workbench::Private::Reply::complain(const event::ClientError &error) const
{
    (*this)([workbench = m_workbench, text = sentence(error)] { emit workbench->q.notice(text); });
}

void Workbench::Private::work(std::function<void(const Reply &)> task)
{
    workers.start([task = std::move(task), reply = Reply(*this)] { task(reply); });
}

void Workbench::Private::adopt(const SessionPtr &session)
{
    members[session->id()].session = session;
    session->setRetry(retry);
    if (poll)
        poll->hurry();
    emit q.processesChanged(); // it is ours from now on
    emit q.statusChanged();
}

void Workbench::Private::startPoll(SessionPtr session)
{
    session->setRetry(observerRetry(retry));
    const Reply reply(*this);
    poll = std::make_shared<ObserverPoll>(
        std::move(session),
        ObserverPoll::Answers{
            .roundTrip =
                [this, reply](std::chrono::nanoseconds time) { reply([this, time] { roundTrip = time; }); },
            .processes =
                [this, reply](std::vector<lineage::KernelProcess> list, transport::TimePoint when) {
                    reply([this, list = std::move(list), when] {
                        pump(); // what happened before the list was made comes first
                        facts.processes.kernelList(list, when);
                    });
                },
            .files =
                [this, reply](std::int32_t pid, std::vector<query::OpenFile> files) {
                    reply([this, pid, files = std::move(files)] { emit q.filesListed(pid, files); });
                }});
    poll->watchFiles(watched);
}

/// Closing ends all waits at once, whatever the workers are at; joining threads is work for others.
void Workbench::Private::endLink()
{
    ++epoch;
    if (stop)
        stop->signal();
    for (auto &[id, member] : members) {
        if (member.load)
            member.load->stop();
        member.session->close();
    }
    if (poll)
        poll->session().close();
    auto ended = std::make_shared<std::map<SessionId, Member>>(std::exchange(members, {}));
    auto ending = std::make_shared<std::shared_ptr<ObserverPoll>>(std::exchange(poll, nullptr));
    workers.start([ended, ending] {
        ending->reset();
        ended->clear();
    });
    facts.processes.kernelGone(transport::Clock::now(), "disconnected");
    roundTrip.reset();
}

void Workbench::Private::pump()
{
    const auto now = transport::Clock::now();
    const auto change = fill();
    if (change.appended > 0 || change.evicted > 0 || !change.changed.empty() || change.connectionEvents > 0)
        emit q.batch(change);
    if (change.appended > 0 && replay.isOpen())
        adapt(transport::Clock::now() - now);
    if (!replay.isOpen() && now - ticked >= kTick) {
        ticked = now;
        facts.processes.tick(now);
    }
    if (facts.processes.revision() != shownRevision) {
        shownRevision = facts.processes.revision();
        emit q.processesChanged();
    }
    const LinkStatus status = q.status();
    if (status != shown) {
        shown = status;
        emit q.statusChanged();
    }
}

Workbench::Workbench(QObject *parent)
    : Workbench(trace::Store::Limits{}, parent)
{}

Workbench::Workbench(const trace::Store::Limits &history, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, history))
{}
Workbench::~Workbench() = default;

event::Sink &Workbench::observer()
{
    return d->recorder;
}

void Workbench::connectTo(const QString &url)
{
    closeRecording();
    disconnectAll();
    d->facts.link.begin(url);
    const auto parsed = transport::ServerUrl::parse(url.trimmed().toStdString());
    if (!parsed) {
        d->facts.link.failed(QString::fromStdString(parsed.error().sentence()));
        emit statusChanged();
        return;
    }
    d->stop = std::make_shared<transport::Wakeup>();
    d->url = *parsed;
    emit statusChanged();
    d->work([this, url = *parsed, first = d->options(kObserver, true),
             second = d->options(kFirstGuest)](const Private::Reply &reply) {
        auto observer = session::Session::guest(url, first);
        if (!observer) {
            reply([this, text = sentence(observer.error())] {
                d->facts.link.failed(text);
                emit statusChanged();
            });
            return;
        }
        reply([this, watching = SessionPtr(std::move(*observer))] { d->startPoll(watching); });
        auto shell = session::Session::guest(url, second);
        if (!shell)
            reply.complain(shell.error());
        else
            reply([this, guest = SessionPtr(std::move(*shell))] { d->adopt(guest); });
    });
}

void Workbench::disconnectAll()
{
    d->endLink();
    d->facts.link.end();
    d->url.reset();
    emit statusChanged();
}

void Workbench::reconnectNow()
{
    if (!d->poll && d->members.empty()) {
        if (const QString url = status().url; !url.isEmpty())
            connectTo(url);
        return;
    }
    const auto again = [this](const SessionPtr &session) {
        d->work([session](const Private::Reply &reply) {
            if (auto back = session->reconnect(); !back)
                reply.complain(back.error());
        });
    };
    std::erase_if(d->members, [](const auto &entry) {
        return entry.second.session->state() == session::Session::State::Closed;
    });
    for (const auto &[id, member] : d->members) {
        if (member.session->state() == session::Session::State::Lost)
            again(member.session);
    }
    if (d->poll)
        d->work([poll = d->poll](const Private::Reply &) { static_cast<void>(poll->session().reconnect()); });
    if (d->members.empty())
        d->connectGuest(kFirstGuest);
}

void Workbench::stopRetrying()
{
    for (const auto &[id, member] : d->members)
        member.session->stopRetrying();
    if (d->poll)
        d->poll->session().stopRetrying();
}

void Workbench::setRetry(retry::Policy setting)
{
    d->retry = setting;
    for (const auto &[id, member] : d->members)
        member.session->setRetry(setting);
    if (d->poll)
        d->poll->session().setRetry(observerRetry(setting));
}

retry::Policy Workbench::retry() const
{
    return d->retry;
}

LinkStatus Workbench::status() const
{
    if (d->replay.isOpen()) {
        LinkStatus recording;
        recording.state = LinkState::Recording;
        recording.sentence = d->replay.info().path;
        return recording;
    }
    auto followed = primary();
    if (!followed && d->poll)
        followed = d->poll->session().id();
    LinkStatus status = d->facts.link.status(followed, transport::Clock::now());
    status.roundTrip = d->roundTrip;
    const auto silence = d->poll ? d->poll->silentFor() : std::chrono::nanoseconds(0);
    if (status.state == LinkState::Connected && silence > kSilence) {
        status.state = LinkState::Silent;
        status.silentFor = silence;
    }
    return status;
}

const trace::Store &Workbench::store() const
{
    return d->facts.store;
}

const lineage::ProcessTree &Workbench::processes() const
{
    return d->facts.processes;
}

trace::SlidingStatistics::Summary Workbench::latencySummary() const
{
    return d->facts.statistics.summary(now());
}

quint64 Workbench::lostEvents() const
{
    return d->replay.isOpen() ? d->replay.info().lost : d->facts.lost();
}

void Workbench::clearHistory()
{
    d->facts.clear();
    emit historyCleared();
}

void Workbench::setPaused(bool paused)
{
    d->facts.setPaused(paused);
}

bool Workbench::isPaused() const
{
    return d->facts.isPaused();
}

} // namespace rumpscope::ui
