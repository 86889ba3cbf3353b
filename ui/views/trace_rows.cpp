// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/trace_rows.h"

#include "ui/views/trace_delegate.h"

#include <algorithm>

namespace rumpscope::ui {

void TraceRows::setSourceModel(QAbstractItemModel *source)
{
    beginResetModel();
    if (m_source)
        disconnect(m_source, nullptr, this, nullptr);
    m_source = source;
    m_open.clear();
    m_openFrames = 0;
    if (m_source) {
        using Model = QAbstractItemModel;
        connect(m_source, &Model::rowsAboutToBeInserted, this, &TraceRows::beforeInsert);
        connect(m_source, &Model::rowsInserted, this, &TraceRows::afterInsert);
        connect(m_source, &Model::rowsAboutToBeRemoved, this, &TraceRows::beforeRemove);
        connect(m_source, &Model::rowsRemoved, this, &TraceRows::afterRemove);
        connect(m_source, &Model::dataChanged, this, &TraceRows::sourceChanged);
        connect(m_source, &Model::modelAboutToBeReset, this, [this] { beginResetModel(); });
        connect(m_source, &Model::modelReset, this, [this] {
            m_open.clear();
            m_openFrames = 0;
            endResetModel();
        });
    }
    endResetModel();
}

TraceRows::Place TraceRows::placeOf(int row) const
{
    int before = 0;
    for (const Open &open : m_open) {
        const int at = open.call + before;
        if (row <= at)
            break;
        if (row <= at + open.frames)
            return {open.call, row - at - 1};
        before += open.frames;
    }
    return {row - before, -1};
}

int TraceRows::rowOfCall(int sourceRow) const
{
    int row = sourceRow;
    for (const Open &open : m_open) {
        if (open.call >= sourceRow)
            break;
        row += open.frames;
    }
    return row;
}

int TraceRows::callAt(int row) const
{
    return placeOf(row).call;
}

const TraceRows::Open *TraceRows::findOpen(int call) const
{
    const auto at = std::lower_bound(m_open.begin(), m_open.end(), call,
                                     [](const Open &open, int wanted) { return open.call < wanted; });
    return at != m_open.end() && at->call == call ? &*at : nullptr;
}

QModelIndex TraceRows::toSource(const QModelIndex &index) const
{
    if (!m_source || !index.isValid())
        return {};
    const Place place = placeOf(index.row());
    if (place.frame < 0)
        return m_source->index(place.call, index.column());
    return m_source->index(place.frame, index.column(), m_source->index(place.call, 0));
}

bool TraceRows::canUnfold(int row) const
{
    const Place place = placeOf(row);
    return m_source && place.frame < 0 && m_source->hasChildren(m_source->index(place.call, 0));
}

bool TraceRows::isUnfolded(int row) const
{
    const Place place = placeOf(row);
    return place.frame < 0 && findOpen(place.call);
}

void TraceRows::setUnfolded(int row, bool unfolded)
{
    const Place place = placeOf(row);
    if (!m_source || place.frame >= 0 || unfolded == isUnfolded(row))
        return;
    const auto at = std::lower_bound(m_open.begin(), m_open.end(), place.call,
                                     [](const Open &open, int wanted) { return open.call < wanted; });
    if (unfolded) {
        const int frames = m_source->rowCount(m_source->index(place.call, 0));
        if (frames == 0)
            return;
        beginInsertRows({}, row + 1, row + frames);
        m_open.insert(at, {place.call, frames});
        m_openFrames += frames;
        endInsertRows();
    } else {
        const int frames = at->frames;
        beginRemoveRows({}, row + 1, row + frames);
        m_open.erase(at);
        m_openFrames -= frames;
        endRemoveRows();
    }
    emit dataChanged(index(row, 0), index(row, columnCount() - 1));
}

void TraceRows::foldAll()
{
    while (!m_open.empty())
        setUnfolded(rowOfCall(m_open.back().call), false);
}

int TraceRows::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_source ? 0 : m_source->rowCount() + m_openFrames;
}

int TraceRows::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_source ? 0 : m_source->columnCount();
}

QVariant TraceRows::data(const QModelIndex &index, int role) const
{
    return toSource(index).data(role);
}

QVariant TraceRows::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return QVariant(TraceDelegate::alignmentOf(section));
    return m_source && orientation == Qt::Horizontal ? m_source->headerData(section, orientation, role)
                                                     : QVariant();
}

Qt::ItemFlags TraceRows::flags(const QModelIndex &index) const
{
    return m_source && index.isValid() ? m_source->flags(toSource(index)) : Qt::NoItemFlags;
}

void TraceRows::beforeInsert(const QModelIndex &parent, int first, int last)
{
    if (!parent.isValid()) {
        const int row = rowOfCall(first);
        beginInsertRows({}, row, row + last - first);
        m_announced = true;
    } else if (findOpen(parent.row())) {
        const int row = rowOfCall(parent.row()) + 1 + first;
        beginInsertRows({}, row, row + last - first);
        m_announced = true;
    }
}

void TraceRows::afterInsert(const QModelIndex &parent, int first, int last)
{
    if (!m_announced)
        return;
    m_announced = false;
    const int count = last - first + 1;
    for (Open &open : m_open) {
        if (!parent.isValid() && open.call >= first) {
            open.call += count;
        } else if (parent.isValid() && open.call == parent.row()) {
            open.frames += count;
            m_openFrames += count;
        }
    }
    endInsertRows();
}

void TraceRows::beforeRemove(const QModelIndex &parent, int first, int last)
{
    if (!parent.isValid()) {
        beginRemoveRows({}, rowOfCall(first), rowOfCall(last + 1) - 1);
        m_announced = true;
    } else if (findOpen(parent.row())) {
        const int row = rowOfCall(parent.row()) + 1 + first;
        beginRemoveRows({}, row, row + last - first);
        m_announced = true;
    }
}

void TraceRows::afterRemove(const QModelIndex &parent, int first, int last)
{
    if (!m_announced)
        return;
    m_announced = false;
    const int count = last - first + 1;
    if (parent.isValid()) {
        for (Open &open : m_open) {
            if (open.call == parent.row()) {
                open.frames -= count;
                m_openFrames -= count;
            }
        }
    } else {
        for (const Open &open : m_open) {
            if (open.call >= first && open.call <= last)
                m_openFrames -= open.frames;
        }
        std::erase_if(m_open, [&](const Open &open) { return open.call >= first && open.call <= last; });
        for (Open &open : m_open)
            open.call -= open.call > last ? count : 0;
    }
    endRemoveRows();
}

void TraceRows::sourceChanged(const QModelIndex &from, const QModelIndex &to, const QList<int> &roles)
{
    const QModelIndex parent = from.parent();
    if (!parent.isValid()) {
        emit dataChanged(index(rowOfCall(from.row()), from.column()), index(rowOfCall(to.row()), to.column()),
                         roles);
    } else if (findOpen(parent.row())) {
        const int row = rowOfCall(parent.row()) + 1;
        emit dataChanged(index(row + from.row(), from.column()), index(row + to.row(), to.column()), roles);
    }
}

} // namespace rumpscope::ui
