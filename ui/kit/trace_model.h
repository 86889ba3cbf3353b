// SPDX-License-Identifier: GPL-3.0-or-later
// Calls as rows, their frames as children. Reads the store; holds no copy of it.
#pragma once

#include "clientcore/filter/filter.h"
#include "ui/bridge/workbench.h"

#include <QAbstractItemModel>

#include <deque>
#include <set>

namespace rumpscope::ui {

class HistoryScan;
class NoteBook;

/// rumpscope's own questions are left out unless asked for. Frames of a call appear when it has ended. With a
/// filter only what matches it is here; the history is looked through in slices, the latest calls first.
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
        WallTimeColumn, ///< time of day
        DeltaColumn,    ///< since the row above
        ConnectionColumn,
        GenerationColumn,
        ThreadColumn,
        BytesInColumn,
        BytesOutColumn,
        ColumnCount
    };
    enum Role {
        CallIdRole = Qt::UserRole, ///< quint64 of trace::CallId, for calls and their frames
        IsFrameRole,               ///< bool
        FailedRole,                ///< the kernel answered an errno, or the call was refused or lost
        RunningRole,
        LifecycleRole,  ///< prefork, fork, exec, guest
        TimeRole,       ///< double: seconds since Workbench::startTime
        LatencyRole,    ///< double: microseconds, so far while running
        RecordRole,     ///< RecordPtr (field_model.h): the call as it is now
        ConditionRole,  ///< QString: filter condition that this cell fulfils; may be empty
        ConditionsRole, ///< QStringList: likewise of the whole row
        NoteRole,       ///< QString: what a person wrote beside the call, ★ for a bookmark; may be empty
        CopyRole        ///< and what follows, one for each CopyForm: QString, empty where there is none
    };
    explicit TraceModel(Workbench &workbench, QObject *parent = nullptr);
    ~TraceModel() override;

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
    [[nodiscard]] const trace::CallRecord *recordAt(int row) const; ///< null once it has left
    void setNotes(const NoteBook *notes);                           ///< not owned; outlives the model
    void setFilter(const trace::Filter &filter);
    [[nodiscard]] const trace::Filter &filter() const { return m_filter; }
    [[nodiscard]] bool isLooking() const; ///< the history is still being looked through
    /// Command names in the history, for the completion of filters.
    [[nodiscard]] std::vector<std::string> processNames() const;
    /// Calls in the history that the filter lets pass, all of them (rumpscope's own left out unless shown),
    /// and those that have left it since the last clearing.
    [[nodiscard]] quint64 shown() const { return m_rows.size(); }
    [[nodiscard]] quint64 all() const;
    [[nodiscard]] quint64 left() const;
    /// Rows so far, those that have left included; of the latter how many. From the last reset on.
    [[nodiscard]] quint64 seen() const { return m_gone + m_rows.size(); }
    [[nodiscard]] quint64 gone() const { return m_gone; }
    /// Also rumpscope's own questions, or not.
    void setShowOwn(bool show);
    [[nodiscard]] bool showOwn() const { return m_showOwn; }

    /// Milliseconds between looks at running calls, with a filter that their age may fulfil.
    static constexpr int kAgeing = 500;

signals:
    void settled(); ///< a batch or a slice of looking is over: rows are right until the next one

private:
    void apply(const trace::Store::Change &change);
    void removeFront();
    void append(std::size_t from);
    void update(trace::CallId id);
    void reload();
    [[nodiscard]] bool shows(const trace::CallRecord &record) const;
    void look(const trace::CallRecord &record);
    void takeFound();
    void show(const trace::CallRecord &record);
    void hide(const QModelIndex &row);
    void age();
    [[nodiscard]] QVariant callData(const trace::CallRecord &record, int row, int column, int role) const;
    [[nodiscard]] QVariant callText(const trace::CallRecord &record, int row, int column) const;
    [[nodiscard]] QVariant frameData(const trace::CallRecord &record, int frame, int column, int role) const;

    Workbench &m_workbench;
    std::deque<trace::CallId> m_rows;  ///< ascending
    std::set<trace::CallId> m_running; ///< rows without children yet
    std::set<trace::CallId> m_waiting; ///< all that run, shown or not
    std::deque<trace::CallId> m_own;   ///< rumpscope's own calls in the history, ascending
    quint64 m_ownLeft = 0;             ///< and how many have left it
    quint64 m_leftBefore = 0;          ///< calls that had left at the last clearing
    quint64 m_gone = 0;
    bool m_showOwn = false;
    trace::Filter m_filter;
    HistoryScan *m_scan;
    std::vector<trace::CallId> m_found; ///< by the present slice, the youngest first
    QTimer m_ageing;
    const NoteBook *m_notes = nullptr;
};

} // namespace rumpscope::ui
