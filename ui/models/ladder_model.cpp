// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ladder_model.h"

#include "ui/bridge/sentences.h"
#include "ui/models/record_text.h"

#include <algorithm>

namespace rumpscope::ui {

namespace {

using trace::CallId;
using trace::CallRecord;
using Part = LadderModel::Part;
using Entry = LadderModel::Entry;

Part partOf(const trace::FrameEvent &frame)
{
    const wire::Header &header = frame.header;
    const bool request = header.frameClass == wire::FrameClass::Request;
    if (frame.direction == trace::Direction::ToServer)
        return request ? Part::Request : Part::Reply;
    if (!request)
        return Part::Answer;
    const bool asks = header.type == wire::FrameType::CopyIn || header.type == wire::FrameType::CopyInStr ||
                      header.type == wire::FrameType::AnonMmap;
    return asks ? Part::Ask : Part::Give;
}

} // namespace

LadderModel::LadderModel(Workbench &workbench, TraceModel &calls, QObject *parent)
    : QAbstractTableModel(parent)
    , m_workbench(workbench)
    , m_calls(calls)
{
    const auto added = [this](const QModelIndex &at, int first, int last) {
        if (!m_active || at.isValid())
            return;
        const bool atEnd = last == m_calls.rowCount() - 1;
        m_stale = m_stale || !atEnd;
        for (int row = first; row <= last && !m_stale; ++row) {
            if (const CallRecord *record = m_calls.recordAt(row))
                collect(*record);
        }
    };
    connect(&calls, &QAbstractItemModel::rowsInserted, this, added);
    connect(&calls, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex &at, int first, int) {
        if (m_active && !at.isValid())
            first == 0 ? dropOldest() : static_cast<void>(m_stale = true);
    });
    connect(&calls, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex &at) {
        const CallRecord *record = m_active && !at.parent().isValid() ? m_calls.recordAt(at.row()) : nullptr;
        if (record && m_listed.contains(record->id))
            collect(*record);
    });
    connect(&calls, &QAbstractItemModel::modelReset, this, [this] { m_stale = m_active; });
    connect(&calls, &TraceModel::settled, this, &LadderModel::flush);
}

void LadderModel::setActive(bool active)
{
    if (m_active == active)
        return;
    m_active = active;
    rebuild();
}

/// Everything that is shown, or as much of its end as is kept.
void LadderModel::rebuild()
{
    beginResetModel();
    m_entries.clear();
    m_pending.clear();
    m_listed.clear();
    m_lanes.clear();
    m_laneOf.clear();
    m_preparedBy.clear();
    m_leftOut = 0;
    m_stale = false;
    if (m_active) {
        int first = m_calls.rowCount();
        std::size_t messages = 0;
        while (first > 0 && messages < kMessages) {
            const CallRecord *record = m_calls.recordAt(--first);
            messages += record ? record->frames.size() : 0;
        }
        for (int row = first; row < m_calls.rowCount(); ++row) {
            if (const CallRecord *record = m_calls.recordAt(row))
                collect(*record);
        }
        std::stable_sort(m_pending.begin(), m_pending.end(),
                         [](const Entry &a, const Entry &b) { return a.time < b.time; });
        for (const Entry &entry : m_pending)
            add(entry, m_entries);
        m_pending.clear();
        m_leftOut = first > 0 ? 2 * static_cast<quint64>(first) : 0;
    }
    endResetModel();
}

/// What is new of a call since the last time.
void LadderModel::collect(const CallRecord &record)
{
    const quint16 lane = laneOf(record);
    quint32 known = 0;
    if (const auto listed = m_listed.find(record.id); listed != m_listed.end())
        known = listed->second;
    const auto count = static_cast<quint32>(record.frames.size());
    for (quint32 i = known; i < count; ++i) {
        const trace::FrameEvent &frame = record.frames[i];
        m_pending.push_back({frame.time, record.id, i, lane, partOf(frame)});
    }
    if (record.outcome == CallRecord::Outcome::Running)
        m_listed[record.id] = count;
    else
        m_listed.erase(record.id);
    if (record.kind == CallRecord::Kind::Prefork && record.cookie)
        m_preparedBy[*record.cookie] = lane;
}

void LadderModel::add(const Entry &entry, std::deque<Entry> &to) const
{
    if (!to.empty() && entry.time - to.back().time >= kGap)
        to.push_back({entry.time, {}, 0, 0, Part::Gap});
    to.push_back(entry);
}

/// The end of a batch: frames are told in the order they happened, so new ones go behind the old ones.
void LadderModel::flush()
{
    if (!m_active)
        return;
    std::stable_sort(m_pending.begin(), m_pending.end(),
                     [](const Entry &a, const Entry &b) { return a.time < b.time; });
    const bool late =
        !m_pending.empty() && !m_entries.empty() && m_pending.front().time < m_entries.back().time;
    if (m_stale || late)
        return rebuild();
    appendPending();
}

void LadderModel::appendPending()
{
    if (m_pending.empty())
        return;
    std::deque<Entry> added;
    if (!m_entries.empty())
        added.push_back(m_entries.back()); // for the gap before the first
    for (const Entry &entry : m_pending)
        add(entry, added);
    if (!m_entries.empty())
        added.pop_front();
    m_pending.clear();
    const auto begin = static_cast<int>(m_entries.size());
    beginInsertRows({}, begin, begin + static_cast<int>(added.size()) - 1);
    m_entries.insert(m_entries.end(), added.begin(), added.end());
    endInsertRows();
    if (m_entries.size() > kMessages) {
        const std::size_t over = m_entries.size() - kMessages;
        beginRemoveRows({}, 0, static_cast<int>(over) - 1);
        m_entries.erase(m_entries.begin(), m_entries.begin() + static_cast<std::ptrdiff_t>(over));
        m_leftOut += over;
        endRemoveRows();
    }
}

/// Of calls that have left the history, as far as they are the oldest here; others say nothing until they
/// are.
void LadderModel::dropOldest()
{
    const CallRecord *oldest = m_calls.recordAt(0);
    const CallId first = oldest ? oldest->id : CallId{~0ULL};
    const auto end = std::find_if(m_entries.begin(), m_entries.end(),
                                  [first](const Entry &entry) { return entry.call >= first; });
    const auto count = static_cast<int>(end - m_entries.begin());
    if (count == 0)
        return;
    beginRemoveRows({}, 0, count - 1);
    m_entries.erase(m_entries.begin(), end);
    endRemoveRows();
}

quint16 LadderModel::laneOf(const CallRecord &record)
{
    const auto [found, isNew] = m_laneOf.try_emplace({record.session, record.thread}, quint16{});
    if (isNew) {
        const std::size_t next = std::min(m_lanes.size(), kLanes - 1);
        found->second = static_cast<quint16>(next);
        if (next == m_lanes.size())
            m_lanes.push_back({record.session, record.thread, {}});
    }
    Lane &lane = m_lanes[found->second];
    const bool shared = found->second == kLanes - 1 && m_laneOf.size() > kLanes;
    const QString name = record.process.empty() ? tr("client") : QString::fromStdString(record.process);
    QString title = record.pid ? QStringLiteral("%1 %2").arg(name).arg(*record.pid) : name;
    if (record.thread > 1)
        title += tr(" · thread %1").arg(record.thread);
    if (shared)
        lane.title = tr("others");
    else if (lane.title.isEmpty() || record.pid)
        lane.title = title;
    return found->second;
}

const CallRecord *LadderModel::recordOf(const Entry &entry) const
{
    const auto index = m_workbench.store().indexOf(entry.call);
    return index ? &m_workbench.store().at(*index) : nullptr;
}

QString LadderModel::messageOf(const Entry &entry) const
{
    const CallRecord *record = recordOf(entry);
    if (!record || entry.frame >= record->frames.size())
        return {};
    if (entry.part == Part::Request)
        return textOf(*record).call;
    if (entry.part == Part::Answer)
        return textOf(*record).result;
    return messageText(record->frames[entry.frame]);
}

double LadderModel::secondsOf(const Entry &entry) const
{
    return secondsSince(m_workbench.startTime(), entry.time);
}

double LadderModel::gapSeconds(int row) const
{
    return row > 0 ? std::chrono::duration<double>(entry(row).time - entry(row - 1).time).count() : 0;
}

int LadderModel::rowOfCall(CallId id) const
{
    const auto index = m_workbench.store().indexOf(id);
    if (!index)
        return -1;
    const trace::TimePoint sent = m_workbench.store().at(*index).sent;
    auto at = std::lower_bound(m_entries.begin(), m_entries.end(), sent,
                               [](const Entry &entry, trace::TimePoint time) { return entry.time < time; });
    while (at != m_entries.end() && at->time == sent && at->call != id)
        ++at;
    return at != m_entries.end() && at->call == id ? static_cast<int>(at - m_entries.begin()) : -1;
}

std::optional<quint16> LadderModel::parentLane(const Entry &entry) const
{
    const CallRecord *record = entry.part == Part::Request ? recordOf(entry) : nullptr;
    if (!record || record->kind != CallRecord::Kind::Fork || !record->cookie)
        return std::nullopt;
    const auto found = m_preparedBy.find(*record->cookie);
    return found == m_preparedBy.end() ? std::nullopt : std::optional(found->second);
}

QString LadderModel::laneTitle(quint16 lane) const
{
    return lane < m_lanes.size() ? m_lanes[lane].title : QString();
}

int LadderModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int LadderModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LadderModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Entry &one = entry(index.row());
    if (role == CallIdRole)
        return QVariant::fromValue(static_cast<quint64>(one.call));
    if (role != Qt::DisplayRole)
        return {};
    if (one.part == Part::Gap)
        return index.column() == MessageColumn
                   ? QVariant(tr("… nothing for %1 s").arg(gapSeconds(index.row()), 0, 'f', 3))
                   : QVariant();
    const bool toServer = one.part == Part::Request || one.part == Part::Reply;
    switch (index.column()) {
    case TimeColumn:
        return QString::number(secondsOf(one), 'f', 6);
    case FromColumn:
        return toServer ? laneTitle(one.lane) : tr("kernel");
    case ToColumn:
        return toServer ? tr("kernel") : laneTitle(one.lane);
    case MessageColumn:
        return messageOf(one);
    default:
        return {};
    }
}

QVariant LadderModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeColumn:
        return tr("time s");
    case FromColumn:
        return tr("from");
    case ToColumn:
        return tr("to");
    case MessageColumn:
        return tr("message");
    default:
        return {};
    }
}

} // namespace rumpscope::ui
