// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/lane_model.h"

#include "ui/bridge/sentences.h"
#include "ui/kit/heading.h"

#include <algorithm>

namespace rumpscope::ui {

namespace {

using Event = event::ConnectionEvent;
using Kind = Event::Kind;

QString whatText(const Event &event)
{
    switch (event.kind) {
    case Kind::Connecting:
        return LaneModel::tr("connecting");
    case Kind::BannerRead:
        return LaneModel::tr("banner read");
    case Kind::Established:
        return LaneModel::tr("✓ up");
    case Kind::Prepared:
        return LaneModel::tr("◌ child prepared");
    case Kind::Claimed:
        return LaneModel::tr("↳ child claimed");
    case Kind::Cancelled:
        return LaneModel::tr("✝ child cancelled");
    case Kind::Execed:
        return LaneModel::tr("⟳ exec");
    case Kind::Lost:
        return LaneModel::tr("✕ lost");
    case Kind::RetryPlanned:
        return LaneModel::tr("attempt planned");
    case Kind::AttemptStarted:
        return LaneModel::tr("attempt started");
    case Kind::AttemptFailed:
        return LaneModel::tr("attempt failed");
    case Kind::GaveUp:
        return LaneModel::tr("gave up");
    case Kind::Died:
        return LaneModel::tr("✝ died");
    case Kind::Closed:
        return LaneModel::tr("closed");
    case Kind::Violation:
        return LaneModel::tr("memory refused");
    case Kind::Signal:
        return LaneModel::tr("signal");
    case Kind::AnswerLost:
        return LaneModel::tr("answer lost");
    case Kind::Repeated:
        return LaneModel::tr("call repeated");
    case Kind::StrayAnswer:
        return LaneModel::tr("answer to no question");
    case Kind::Identified:
        return LaneModel::tr("pid known");
    case Kind::Garbled:
        return LaneModel::tr("bytes without sense");
    case Kind::Unread:
        return LaneModel::tr("answers left unread");
    }
    return {};
}

QString detailText(const Event &event)
{
    if (event.error)
        return sentence(*event.error);
    if (!event.text.empty())
        return QString::fromStdString(event.text);
    return event.number != 0 ? QString::number(event.number) : QString();
}

bool isAttempt(const Event &event)
{
    return event.kind == Kind::RetryPlanned || event.kind == Kind::AttemptStarted ||
           event.kind == Kind::AttemptFailed;
}

} // namespace

LaneModel::LaneModel(Workbench &workbench, QObject *parent)
    : QAbstractTableModel(parent)
    , m_workbench(workbench)
{
    connect(&workbench, &Workbench::batch, this, &LaneModel::apply);
    connect(&workbench, &Workbench::historyCleared, this, &LaneModel::reload);
    connect(&workbench, &Workbench::sourceChanged, this, [this] {
        m_lanes.clear();
        emit changed();
    });
    m_rows = static_cast<int>(workbench.store().connectionEvents().size());
    for (const Event &event : workbench.store().connectionEvents()) {
        if (!event.housekeeping)
            follow(event);
    }
}

void LaneModel::reload()
{
    beginResetModel();
    m_rows = static_cast<int>(m_workbench.store().connectionEvents().size());
    endResetModel();
}

/// The history of events is short and drops its oldest ones rarely: then the table begins anew.
void LaneModel::apply(const trace::Store::Change &change)
{
    if (change.connectionEvents == 0)
        return;
    const auto &events = m_workbench.store().connectionEvents();
    const int before = static_cast<int>(events.size() - change.connectionEvents);
    if (before == m_rows) {
        beginInsertRows({}, m_rows, static_cast<int>(events.size()) - 1);
        m_rows = static_cast<int>(events.size());
        endInsertRows();
    } else {
        reload();
    }
    for (std::size_t i = events.size() - change.connectionEvents; i < events.size(); ++i) {
        if (!events[i].housekeeping)
            follow(events[i]);
    }
    emit changed();
}

LaneModel::Lane &LaneModel::laneOf(const Event &event)
{
    const auto found = std::find_if(m_lanes.begin(), m_lanes.end(),
                                    [&](const Lane &lane) { return lane.session == event.session; });
    if (found != m_lanes.end())
        return *found;
    if (m_lanes.size() >= kLanes) {
        // The oldest that has ended leaves; if all live the oldest of all does.
        const auto over = std::find_if(m_lanes.begin(), m_lanes.end(), [](const Lane &lane) {
            return !lane.lives.empty() && lane.lives.back().end.has_value() && !lane.nextPlanned;
        });
        m_lanes.erase(over == m_lanes.end() ? m_lanes.begin() : over);
    }
    Lane lane;
    lane.session = event.session;
    m_lanes.push_back(lane);
    return m_lanes.back();
}

void LaneModel::follow(const Event &event)
{
    const double time = secondsSince(m_workbench.startTime(), event.time);
    const double planned = secondsSince(m_workbench.startTime(), event.planned);
    Lane &lane = laneOf(event);
    const auto endLife = [&] {
        if (!lane.lives.empty() && !lane.lives.back().end)
            lane.lives.back().end = time;
    };
    const auto endAttempt = [&](const event::ClientError *error) {
        if (lane.attempts.empty() || lane.attempts.back().ended)
            return;
        Attempt &attempt = lane.attempts.back();
        attempt.ended = time;
        attempt.succeeded = error == nullptr;
        if (error) {
            attempt.error = sentence(*error);
            attempt.reason = reason(*error);
        }
    };
    switch (event.kind) {
    case Kind::Established:
        endAttempt(nullptr);
        lane.nextPlanned.reset();
        lane.gaveUp.reset();
        lane.name = QString::fromStdString(event.text);
        lane.lives.push_back({time, std::nullopt, static_cast<quint32>(event.generation), event.pid});
        break;
    case Kind::Execed:
        lane.name = QString::fromStdString(event.text);
        break;
    case Kind::Lost:
        endLife();
        lane.losses.push_back(time);
        break;
    case Kind::RetryPlanned:
        lane.nextPlanned = planned;
        break;
    case Kind::AttemptStarted:
        lane.nextPlanned.reset();
        lane.attempts.push_back({planned, time, std::nullopt, false, event.attempt, {}});
        break;
    case Kind::AttemptFailed:
        if (event.error)
            endAttempt(&*event.error);
        break;
    case Kind::GaveUp:
    case Kind::Died:
        lane.nextPlanned.reset();
        lane.gaveUp = time;
        endLife();
        break;
    case Kind::Closed:
        lane.nextPlanned.reset();
        endLife();
        break;
    default:
        break;
    }
    bound(lane);
}

/// A session that reconnects for days keeps its latest history.
void LaneModel::bound(Lane &lane)
{
    const auto cut = [](auto &list) {
        if (list.size() > kPerLane)
            list.erase(list.begin(), list.begin() + kPerLane / 2);
    };
    cut(lane.lives);
    cut(lane.losses);
    cut(lane.attempts);
}

QString LaneModel::summary() const
{
    const Lane *shown = nullptr;
    for (const Lane &lane : m_lanes) {
        const bool dead = lane.lives.empty() || (lane.lives.back().end && lane.losses.empty());
        if (!dead && !shown)
            shown = &lane;
    }
    if (!shown)
        return {};
    if (shown->losses.empty())
        return tr("never lost");
    double without = 0;
    for (std::size_t i = 0; i < shown->lives.size(); ++i) {
        const double end = shown->lives[i].end.value_or(0);
        if (shown->lives[i].end && i + 1 < shown->lives.size())
            without += shown->lives[i + 1].begin - end;
    }
    const auto failed =
        std::count_if(shown->attempts.begin(), shown->attempts.end(),
                      [](const Attempt &attempt) { return attempt.ended && !attempt.succeeded; });
    QStringList parts{tr("lost %n time(s)", nullptr, static_cast<int>(shown->losses.size()))};
    if (failed > 0)
        parts.push_back(tr("%n failed attempt(s)", nullptr, static_cast<int>(failed)));
    if (without > 0)
        parts.push_back(tr("%1 s without a kernel").arg(without, 0, 'f', 1));
    return parts.join(QStringLiteral(" · "));
}

int LaneModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int LaneModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LaneModel::data(const QModelIndex &index, int role) const
{
    const auto &events = m_workbench.store().connectionEvents();
    if (!index.isValid() || role != Qt::DisplayRole || static_cast<std::size_t>(index.row()) >= events.size())
        return {};
    const Event &event = events[static_cast<std::size_t>(index.row())];
    const auto seconds = [this](transport::TimePoint when) {
        return QString::number(secondsSince(m_workbench.startTime(), when), 'f', 3);
    };
    switch (index.column()) {
    case TimeColumn:
        return seconds(event.time);
    case SessionColumn:
        return static_cast<quint32>(event.session);
    case WhatColumn:
        return whatText(event);
    case AttemptColumn:
        return isAttempt(event) ? QVariant(event.attempt) : QVariant();
    case PlannedColumn:
        return isAttempt(event) ? QVariant(seconds(event.planned)) : QVariant();
    case LateColumn:
        return event.kind == Kind::AttemptStarted
                   ? QVariant(QString::number(microseconds(event.time - event.planned), 'f', 0))
                   : QVariant();
    case DetailColumn:
        return detailText(event);
    default:
        return {};
    }
}

QVariant LaneModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return heading({tr("time s"), tr("session"), tr("what"), tr("attempt"), tr("planned s"), tr("late µs"),
                    tr("detail")},
                   section, orientation, role);
}

} // namespace rumpscope::ui
