// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/trace/trace_rows.h"

#include "ui/panes/trace/trace_delegate.h"

namespace rumpscope::ui {

void TraceRows::setSourceModel(QAbstractItemModel *source)
{
    beginResetModel();
    if (m_source)
        disconnect(m_source, nullptr, this, nullptr);
    m_source = source;
    if (m_source) {
        using Model = QAbstractItemModel;
        connect(m_source, &Model::rowsInserted, this, &TraceRows::afterInsert);
        connect(m_source, &Model::rowsAboutToBeRemoved, this, &TraceRows::beforeRemove);
        connect(m_source, &Model::rowsRemoved, this, &TraceRows::afterRemove);
        connect(m_source, &Model::dataChanged, this, &TraceRows::sourceChanged);
        connect(m_source, &Model::modelAboutToBeReset, this, [this] { beginResetModel(); });
        connect(m_source, &Model::modelReset, this, [this] {
            reload();
            endResetModel();
        });
    }
    reload();
    endResetModel();
}

void TraceRows::reload()
{
    m_open.clear();
    std::vector<int> frames(static_cast<std::size_t>(m_source ? m_source->rowCount() : 0));
    for (std::size_t call = 0; m_all && call < frames.size(); ++call)
        frames[call] = framesOf(static_cast<int>(call));
    if (!frames.empty())
        m_open.insert(0, frames);
}

int TraceRows::framesOf(int call) const
{
    return m_source->rowCount(m_source->index(call, 0));
}

void TraceRows::setAllUnfolded(bool all)
{
    if (m_all == all)
        return;
    beginResetModel();
    m_all = all;
    reload();
    endResetModel();
}

TraceRows::Place TraceRows::placeOf(int row) const
{
    const auto [call, frame] = m_open.at(row);
    return {call, frame};
}

int TraceRows::rowOfCall(int sourceRow) const
{
    return m_open.rowOf(sourceRow);
}

int TraceRows::callAt(int row) const
{
    return placeOf(row).call;
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
    return place.frame < 0 && place.call < m_open.calls() && m_open.frames(place.call) > 0;
}

void TraceRows::setUnfolded(int row, bool unfolded)
{
    const Place place = placeOf(row);
    if (!m_source || place.frame >= 0 || unfolded == isUnfolded(row))
        return;
    if (unfolded) {
        const int frames = framesOf(place.call);
        if (frames == 0)
            return;
        beginInsertRows({}, row + 1, row + frames);
        m_open.set(place.call, frames);
        endInsertRows();
    } else {
        beginRemoveRows({}, row + 1, row + m_open.frames(place.call));
        m_open.set(place.call, 0);
        endRemoveRows();
    }
    emit dataChanged(index(row, 0), index(row, columnCount() - 1));
}

void TraceRows::foldAll()
{
    if (m_open.rows() == m_open.calls() && !m_all)
        return;
    beginResetModel();
    m_all = false;
    reload();
    endResetModel();
}

int TraceRows::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_source ? 0 : m_open.rows();
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

/// Told once the source has them: only then is it known how many frames they bring.
void TraceRows::afterInsert(const QModelIndex &parent, int first, int last)
{
    const int count = last - first + 1;
    if (!parent.isValid()) {
        std::vector<int> frames(static_cast<std::size_t>(count));
        int rows = count;
        for (int i = 0; m_all && i < count; ++i) {
            frames[static_cast<std::size_t>(i)] = framesOf(first + i);
            rows += frames[static_cast<std::size_t>(i)];
        }
        const int row = m_open.rowOf(first);
        beginInsertRows({}, row, row + rows - 1);
        m_open.insert(first, frames);
        endInsertRows();
    } else if (m_all || m_open.frames(parent.row()) > 0) {
        const int row = m_open.rowOf(parent.row()) + 1 + first;
        beginInsertRows({}, row, row + count - 1);
        m_open.set(parent.row(), m_open.frames(parent.row()) + count);
        endInsertRows();
    }
}

void TraceRows::beforeRemove(const QModelIndex &parent, int first, int last)
{
    if (!parent.isValid()) {
        beginRemoveRows({}, m_open.rowOf(first), m_open.rowOf(last + 1) - 1);
        m_announced = true;
    } else if (m_open.frames(parent.row()) > 0) {
        const int row = m_open.rowOf(parent.row()) + 1 + first;
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
    if (parent.isValid())
        m_open.set(parent.row(), m_open.frames(parent.row()) - count);
    else
        m_open.remove(first, count);
    endRemoveRows();
}

void TraceRows::sourceChanged(const QModelIndex &from, const QModelIndex &to, const QList<int> &roles)
{
    const QModelIndex parent = from.parent();
    if (!parent.isValid()) {
        emit dataChanged(index(rowOfCall(from.row()), from.column()), index(rowOfCall(to.row()), to.column()),
                         roles);
    } else if (m_open.frames(parent.row()) > 0) {
        const int row = rowOfCall(parent.row()) + 1;
        emit dataChanged(index(row + from.row(), from.column()), index(row + to.row(), to.column()), roles);
    }
}

} // namespace rumpscope::ui
