// SPDX-License-Identifier: GPL-3.0-or-later
// The trace's tree laid flat: calls, and below each unfolded one its frames.
#pragma once

#include "ui/panes/trace/open_frames.h"

#include <QAbstractTableModel>
#include <QPointer>

namespace rumpscope::ui {

/// A table instead of a tree, because QTreeView lays out every row again for each batch: with a million calls
/// and thirty batches a second a table stays fluid, a tree does not.
class TraceRows : public QAbstractTableModel
{
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// A model with TraceModel's columns and roles, two levels deep; not owned.
    void setSourceModel(QAbstractItemModel *source);
    [[nodiscard]] QAbstractItemModel *sourceModel() const { return m_source; }

    [[nodiscard]] QModelIndex toSource(const QModelIndex &index) const;
    [[nodiscard]] int rowOfCall(int sourceRow) const; ///< where the call of that source row is shown
    /// The source row of the call shown at `row`, or of the call a frame belongs to.
    [[nodiscard]] int callAt(int row) const;

    [[nodiscard]] bool canUnfold(int row) const; ///< a call that has frames
    [[nodiscard]] bool isUnfolded(int row) const;
    void setUnfolded(int row, bool unfolded);
    void foldAll();
    /// Frames as rows of their own below every call, those to come included; or as they are unfolded by hand.
    void setAllUnfolded(bool all);
    [[nodiscard]] bool allUnfolded() const { return m_all; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Place
    {
        int call;
        int frame; ///< -1: the call itself
    };
    [[nodiscard]] Place placeOf(int row) const;
    void reload();
    [[nodiscard]] int framesOf(int call) const;
    void afterInsert(const QModelIndex &parent, int first, int last);
    void beforeRemove(const QModelIndex &parent, int first, int last);
    void afterRemove(const QModelIndex &parent, int first, int last);
    void sourceChanged(const QModelIndex &from, const QModelIndex &to, const QList<int> &roles);

    QPointer<QAbstractItemModel> m_source;
    OpenFrames m_open;
    bool m_all = false;
    bool m_announced = false;
};

} // namespace rumpscope::ui
