// SPDX-License-Identifier: GPL-3.0-or-later
// Calls as rows, their frames as children. Reads the store; holds no copy of it.
#pragma once

#include "ui/bridge/workbench.h"

#include <QAbstractItemModel>

#include <deque>
#include <set>

namespace rumpscope::ui {

/// rumpscope's own questions are left out unless asked for. Frames of a call appear when it has ended.
class TraceModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column {
        TimeColumn,
        PidColumn,
        ProcessColumn,
        CallColumn,
        ResultColumn,
        LatencyColumn,
        TripsColumn,
        ColumnCount
    };
    enum Role {
        CallIdRole = Qt::UserRole, ///< quint64 of trace::CallId, for calls and their frames
        IsFrameRole,               ///< bool
        FailedRole,                ///< the kernel answered an errno, or the call was refused or lost
        RunningRole,
        LifecycleRole, ///< prefork, fork, exec, guest
        TimeRole,      ///< double: seconds since Workbench::startTime
        LatencyRole,   ///< double: microseconds, so far while running
        FrameBytesRole ///< QByteArray: header and kept payload of a frame row
    };
    explicit TraceModel(Workbench &workbench, QObject *parent = nullptr);

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] QModelIndex indexOfCall(trace::CallId id) const; ///< invalid once it has left the history
    /// The call with this request number in that life of a session; invalid where it is not in the history.
    [[nodiscard]] std::optional<trace::CallId> findCall(SessionId session, quint32 generation,
                                                        quint64 reqno) const;
    /// Rows so far, those that have left included; of the latter how many. From the last reset on.
    [[nodiscard]] quint64 seen() const { return m_gone + m_rows.size(); }
    [[nodiscard]] quint64 gone() const { return m_gone; }
    /// Also rumpscope's own questions, or not.
    void setShowOwn(bool show);
    [[nodiscard]] bool showOwn() const { return m_showOwn; }

private:
    void apply(const trace::Store::Change &change);
    void removeFront();
    void append(std::size_t from);
    void update(trace::CallId id);
    void reload();
    [[nodiscard]] bool shows(const trace::CallRecord &record) const;
    [[nodiscard]] const trace::CallRecord *recordAt(int row) const;
    [[nodiscard]] QVariant callData(const trace::CallRecord &record, int column, int role) const;
    [[nodiscard]] QVariant frameData(const trace::CallRecord &record, int frame, int column, int role) const;

    Workbench &m_workbench;
    std::deque<trace::CallId> m_rows;  ///< ascending
    std::set<trace::CallId> m_running; ///< rows without children yet
    quint64 m_gone = 0;
    bool m_showOwn = false;
};

} // namespace rumpscope::ui
