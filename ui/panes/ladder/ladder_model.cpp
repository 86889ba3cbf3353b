// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/ladder/ladder_model.h"

#include "ui/bridge/sentences.h"
#include "ui/kit/heading.h"
#include "ui/kit/record_text.h"

#include <algorithm>
#include <utility>

namespace rumpscope::ui {

namespace {

using trace::CallId;
using trace::CallRecord;
using Part = LadderModel::Part;
using Entry = LadderModel::Entry;

Part partOf(const event::FrameRecord &frame)
{
    const wire::Header &header = frame.header;
    const bool request = header.frameClass == wire::FrameClass::Request;
    if (frame.direction == event::Direction::ToServer)
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
        for (int row = first; m_active && !at.isValid() && row <= last; ++row) {
            if (const CallRecord *record = m_calls.recordAt(row))
                collect(*record);
        }
    };
    connect(&calls, &QAbstractItemModel::rowsInserted, this, added);
    const auto leaving = [this](const QModelIndex &at, int first, int last) {
        for (int row = first; m_active && !at.isValid() && row <= last; ++row) {
            if (const CallRecord *record = m_calls.recordAt(row)) // it left the filter, not the history
                m_leaving.push_back(record->id);
        }
    };
    connect(&calls, &QAbstractItemModel::rowsAboutToBeRemoved, this, leaving);
    connect(&calls, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex &at, int first) {
        if (!m_active || at.isValid())
            return;
        for (const CallId id : std::exchange(m_leaving, {}))
            removeCall(id);
        if (first == 0)
            dropOldest();
    });
    connect(&calls, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex &at) {
        const CallRecord *record = m_active && !at.parent().isValid() ? m_calls.recordAt(at.row()) : nullptr;
        if (record && m_listed.contains(record->id))
            collect(*record);
    });
    connect(&calls, &QAbstractItemModel::modelReset, this, [this] {
        if (m_active)
            rebuild();
    });
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
    m_leaving.clear();
    m_listed.clear();
    m_lanes.clear();
    m_laneOf.clear();
    m_preparedBy.clear();
    m_leftOut = 0;
    endResetModel();
    if (!m_active)
        return;
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
    m_leftOut = first > 0 ? 2 * static_cast<quint64>(first) : 0;
    flush();
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
        const event::FrameRecord &frame = record.frames[i];
        m_pending.push_back({frame.time, record.id, i, lane, partOf(frame)});
    }
    if (record.outcome == CallRecord::Outcome::Running)
        m_listed[record.id] = count;
    else
        m_listed.erase(record.id);
    if (record.kind == CallRecord::Kind::Prefork && record.cookie)
        m_preparedBy[*record.cookie] = lane;
}

/// The end of a batch, or of a slice of looking. New messages mostly go behind the old ones; what a filter
/// lets in late, and the older calls that are looked through, go where they belong. Work is for what is new.
void LadderModel::flush()
{
    if (!m_active || m_pending.empty())
        return;
    const std::vector<Entry> pending = [this] {
        std::vector<Entry> sorted = std::exchange(m_pending, {});
        std::stable_sort(sorted.begin(), sorted.end(),
                         [](const Entry &a, const Entry &b) { return a.time < b.time; });
        return sorted;
    }();
    const auto later = [](transport::TimePoint time, const Entry &entry) { return time < entry.time; };
    const Entry *const end = pending.data() + pending.size();
    for (const Entry *first = pending.data(); first != end;) {
        const auto place = std::upper_bound(m_entries.begin(), m_entries.end(), first->time, later);
        const Entry *last = place == m_entries.end() ? end : std::find_if(first, end, [&](const Entry &e) {
            return e.time >= place->time;
        });
        last = std::max(last, first + 1);
        insertRun(static_cast<std::size_t>(place - m_entries.begin()), first, last);
        first = last;
    }
    bound();
}

/// Between two neighbours, with the gaps that are there now.
void LadderModel::insertRun(std::size_t at, const Entry *first, const Entry *end)
{
    if (at < m_entries.size() && m_entries[at].part == Part::Gap) {
        const int row = static_cast<int>(at);
        beginRemoveRows({}, row, row);
        m_entries.erase(m_entries.begin() + row);
        endRemoveRows();
    }
    std::vector<Entry> run;
    const auto add = [&run](const Entry &entry, const Entry *before) {
        if (before && entry.time - before->time >= kGap)
            run.push_back({entry.time, {}, 0, 0, Part::Gap});
        run.push_back(entry);
    };
    const Entry *before = at > 0 ? &m_entries[at - 1] : nullptr;
    for (const Entry *entry = first; entry != end; ++entry) {
        add(*entry, before);
        before = entry;
    }
    if (at < m_entries.size()) { // the gap after the last one, without the next, which is there
        add(m_entries[at], before);
        run.pop_back();
    }
    const int row = static_cast<int>(at);
    beginInsertRows({}, row, row + static_cast<int>(run.size()) - 1);
    m_entries.insert(m_entries.begin() + row, run.begin(), run.end());
    endInsertRows();
}

/// A call that the filter no longer lets pass.
void LadderModel::removeCall(CallId id)
{
    m_listed.erase(id);
    std::erase_if(m_pending, [id](const Entry &entry) { return entry.call == id; });
    const int first = rowOfCall(id);
    const auto index = m_workbench.store().indexOf(id);
    if (first < 0 || !index)
        return;
    std::size_t left = m_workbench.store().at(*index).frames.size();
    for (auto at = static_cast<std::size_t>(first); at < m_entries.size() && left > 0;) {
        if (m_entries[at].call != id || m_entries[at].part == Part::Gap) {
            ++at;
            continue;
        }
        const std::size_t before = m_entries.size();
        removeAt(at);
        --left;
        at -= std::min<std::size_t>(at, before - m_entries.size() > 1 ? 1 : 0); // a gap before it went too
    }
}

/// One message, and the gap that there is without it.
void LadderModel::removeAt(std::size_t at)
{
    std::size_t first = at;
    std::size_t end = at + 1;
    if (first > 0 && m_entries[first - 1].part == Part::Gap)
        --first;
    if (end < m_entries.size() && m_entries[end].part == Part::Gap)
        ++end;
    beginRemoveRows({}, static_cast<int>(first), static_cast<int>(end) - 1);
    m_entries.erase(m_entries.begin() + static_cast<std::ptrdiff_t>(first),
                    m_entries.begin() + static_cast<std::ptrdiff_t>(end));
    endRemoveRows();
    if (first == 0 || first >= m_entries.size() || m_entries[first].time - m_entries[first - 1].time < kGap)
        return;
    beginInsertRows({}, static_cast<int>(first), static_cast<int>(first));
    m_entries.insert(m_entries.begin() + static_cast<std::ptrdiff_t>(first),
                     {m_entries[first].time, {}, 0, 0, Part::Gap});
    endInsertRows();
}

void LadderModel::bound()
{
    if (m_entries.size() <= kMessages)
        return;
    const std::size_t over = m_entries.size() - kMessages;
    beginRemoveRows({}, 0, static_cast<int>(over) - 1);
    m_entries.erase(m_entries.begin(), m_entries.begin() + static_cast<std::ptrdiff_t>(over));
    m_leftOut += over;
    endRemoveRows();
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
    const transport::TimePoint sent = m_workbench.store().at(*index).sent;
    auto at =
        std::lower_bound(m_entries.begin(), m_entries.end(), sent,
                         [](const Entry &entry, transport::TimePoint time) { return entry.time < time; });
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

bool LadderModel::isExec(const Entry &entry) const
{
    const CallRecord *record = entry.part == Part::Request ? recordOf(entry) : nullptr;
    return record && record->kind == CallRecord::Kind::Exec;
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
    return heading({tr("time s"), tr("from"), tr("to"), tr("message")}, section, orientation, role);
}

} // namespace rumpscope::ui
