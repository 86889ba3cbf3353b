// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/trace_model.h"

#include "ui/kit/history_scan.h"

#include <algorithm>

namespace rumpscope::ui {

namespace {

using trace::CallId;
using trace::CallRecord;

} // namespace

TraceModel::TraceModel(Workbench &workbench, QObject *parent)
    : QAbstractItemModel(parent)
    , m_workbench(workbench)
    , m_scan(new HistoryScan(
          workbench, HistoryScan::Order::NewestFirst, [this](const CallRecord &record) { look(record); },
          [this] { takeFound(); }, this))
{
    connect(&workbench, &Workbench::batch, this, &TraceModel::apply);
    connect(&workbench, &Workbench::historyCleared, this, [this] {
        m_leftBefore = m_workbench.store().callsEvicted();
        m_ownLeft = 0;
        reload();
    });
    connect(&m_ageing, &QTimer::timeout, this, &TraceModel::age);
    reload();
}

TraceModel::~TraceModel() = default;

bool TraceModel::shows(const CallRecord &record) const
{
    return (m_showOwn || !record.housekeeping) &&
           m_filter.matches(record, {m_workbench.startTime(), m_workbench.now()});
}

void TraceModel::setShowOwn(bool show)
{
    if (m_showOwn == show)
        return;
    m_showOwn = show;
    reload();
}

void TraceModel::setFilter(const trace::Filter &filter)
{
    m_filter = filter;
    if (filter.usesLatency())
        m_ageing.start(kAgeing);
    else
        m_ageing.stop();
    reload();
}

bool TraceModel::isLooking() const
{
    return m_scan->isRunning();
}

void TraceModel::reload()
{
    beginResetModel();
    m_rows.clear();
    m_running.clear();
    m_waiting.clear();
    m_found.clear();
    m_own.clear();
    m_gone = 0;
    endResetModel();
    m_scan->start();
}

void TraceModel::look(const CallRecord &record)
{
    const bool running = record.outcome == CallRecord::Outcome::Running;
    if (running)
        m_waiting.insert(record.id);
    if (record.housekeeping)
        m_own.push_front(record.id);
    if (!shows(record))
        return;
    m_found.push_back(record.id);
    if (running)
        m_running.insert(record.id);
}

void TraceModel::takeFound()
{
    if (!m_found.empty()) {
        beginInsertRows({}, 0, static_cast<int>(m_found.size()) - 1);
        m_rows.insert(m_rows.begin(), m_found.rbegin(), m_found.rend());
        m_found.clear();
        endInsertRows();
    }
    emit settled();
}

void TraceModel::apply(const trace::Store::Change &change)
{
    removeFront();
    for (const CallId id : change.changed)
        update(id);
    append(m_workbench.store().size() - change.appended);
    emit settled();
}

/// The store has dropped its oldest calls already: rows whose call is gone show nothing until they go.
void TraceModel::removeFront()
{
    const trace::Store &store = m_workbench.store();
    if (store.size() > 0) {
        m_waiting.erase(m_waiting.begin(), m_waiting.lower_bound(store.at(0).id));
        for (; !m_own.empty() && m_own.front() < store.at(0).id; m_own.pop_front())
            ++m_ownLeft;
    }
    const auto first =
        store.size() > 0 ? std::lower_bound(m_rows.begin(), m_rows.end(), store.at(0).id) : m_rows.end();
    const int gone = static_cast<int>(first - m_rows.begin());
    if (gone == 0)
        return;
    beginRemoveRows({}, 0, gone - 1);
    m_running.erase(m_running.begin(),
                    first == m_rows.end() ? m_running.end() : m_running.lower_bound(*first));
    m_rows.erase(m_rows.begin(), first);
    m_gone += static_cast<quint64>(gone);
    endRemoveRows();
}

void TraceModel::append(std::size_t from)
{
    const trace::Store &store = m_workbench.store();
    std::vector<CallId> added;
    for (std::size_t i = from; i < store.size(); ++i) {
        const CallRecord &record = store.at(i);
        const bool running = record.outcome == CallRecord::Outcome::Running;
        if (running)
            m_waiting.insert(record.id);
        if (record.housekeeping)
            m_own.push_back(record.id);
        if (!shows(record))
            continue;
        added.push_back(record.id);
        if (running)
            m_running.insert(record.id);
    }
    if (added.empty())
        return;
    const int begin = static_cast<int>(m_rows.size());
    beginInsertRows({}, begin, begin + static_cast<int>(added.size()) - 1);
    m_rows.insert(m_rows.end(), added.begin(), added.end());
    endInsertRows();
}

/// A call that got frames or ended: it may match the filter now, or no longer.
void TraceModel::update(CallId id)
{
    const auto place = m_workbench.store().indexOf(id);
    if (!place || m_scan->willVisit(id))
        return;
    const CallRecord &record = m_workbench.store().at(*place);
    const bool ended = record.outcome != CallRecord::Outcome::Running;
    if (ended)
        m_waiting.erase(id);
    const QModelIndex row = indexOfCall(id);
    if (row.isValid() != shows(record))
        return row.isValid() ? hide(row) : show(record);
    if (!row.isValid())
        return;
    if (ended && m_running.contains(id) && !record.frames.empty()) {
        beginInsertRows(row, 0, static_cast<int>(record.frames.size()) - 1);
        m_running.erase(id);
        endInsertRows();
    }
    emit dataChanged(row, row.siblingAtColumn(ColumnCount - 1));
}

void TraceModel::show(const CallRecord &record)
{
    const auto at = std::lower_bound(m_rows.begin(), m_rows.end(), record.id);
    const int row = static_cast<int>(at - m_rows.begin());
    beginInsertRows({}, row, row);
    m_rows.insert(at, record.id);
    if (record.outcome == CallRecord::Outcome::Running)
        m_running.insert(record.id);
    endInsertRows();
}

void TraceModel::hide(const QModelIndex &row)
{
    beginRemoveRows({}, row.row(), row.row());
    const auto at = m_rows.begin() + row.row();
    m_running.erase(*at);
    m_rows.erase(at);
    endRemoveRows();
}

/// Running calls grow older without any event.
void TraceModel::age()
{
    if (m_workbench.isPaused())
        return;
    const std::vector<CallId> waiting(m_waiting.begin(), m_waiting.end());
    for (const CallId id : waiting)
        update(id);
    emit settled();
}

quint64 TraceModel::all() const
{
    const quint64 kept = m_workbench.store().size();
    return m_showOwn ? kept : kept - std::min<quint64>(kept, m_own.size());
}

quint64 TraceModel::left() const
{
    const quint64 left = m_workbench.store().callsEvicted() - m_leftBefore;
    return m_showOwn ? left : left - std::min(left, m_ownLeft);
}

std::vector<std::string> TraceModel::processNames() const
{
    std::set<std::string> names;
    for (const auto &[id, node] : m_workbench.processes().nodes()) {
        if (!node.comm.empty() && node.session)
            names.insert(node.comm);
    }
    return {names.begin(), names.end()};
}

QModelIndex TraceModel::indexOfCall(CallId id) const
{
    const auto found = std::lower_bound(m_rows.begin(), m_rows.end(), id);
    if (found == m_rows.end() || *found != id)
        return {};
    return createIndex(static_cast<int>(found - m_rows.begin()), 0, quintptr{0});
}

std::optional<CallId> TraceModel::findCall(SessionId session, quint32 generation, quint64 reqno) const
{
    const trace::Store &store = m_workbench.store();
    for (std::size_t i = store.size(); i-- > 0;) {
        const CallRecord &record = store.at(i);
        if (record.session == session && record.reqno == reqno &&
            static_cast<quint32>(record.generation) == generation)
            return record.id;
    }
    return std::nullopt;
}

const CallRecord *TraceModel::recordAt(int row) const
{
    if (row < 0 || row >= static_cast<int>(m_rows.size()))
        return nullptr;
    const auto index = m_workbench.store().indexOf(m_rows[static_cast<std::size_t>(row)]);
    return index ? &m_workbench.store().at(*index) : nullptr;
}

/// Frames carry their call's id; calls carry 0.
QModelIndex TraceModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    if (!parent.isValid())
        return createIndex(row, column, quintptr{0});
    const auto call = static_cast<quint64>(m_rows[static_cast<std::size_t>(parent.row())]);
    return createIndex(row, column, static_cast<quintptr>(call));
}

QModelIndex TraceModel::parent(const QModelIndex &child) const
{
    return child.isValid() && child.internalId() != 0 ? indexOfCall(CallId{child.internalId()})
                                                      : QModelIndex();
}

int TraceModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_rows.size());
    if (parent.internalId() != 0 || parent.column() != 0)
        return 0;
    const CallRecord *record = recordAt(parent.row());
    return record && !m_running.contains(record->id) ? static_cast<int>(record->frames.size()) : 0;
}

int TraceModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

bool TraceModel::hasChildren(const QModelIndex &parent) const
{
    return rowCount(parent) > 0;
}

QVariant TraceModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (index.internalId() == 0) {
        const CallRecord *record = recordAt(index.row());
        return record ? callData(*record, index.row(), index.column(), role) : QVariant();
    }
    const auto place = m_workbench.store().indexOf(CallId{index.internalId()});
    if (!place)
        return {};
    const CallRecord &record = m_workbench.store().at(*place);
    if (index.row() >= static_cast<int>(record.frames.size()))
        return {};
    return frameData(record, index.row(), index.column(), role);
}

} // namespace rumpscope::ui
