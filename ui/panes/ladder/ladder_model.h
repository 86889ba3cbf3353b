// SPDX-License-Identifier: GPL-3.0-or-later
// The messages of the shown calls in the order they went over the wire: rows of the ladder, and its table.
#pragma once

#include "ui/kit/trace_model.h"

#include <QAbstractTableModel>

#include <deque>
#include <map>
#include <unordered_map>

namespace rumpscope::ui {

/// Follows a TraceModel, so the same filter holds. Does nothing until it is active.
class LadderModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { TimeColumn, FromColumn, ToColumn, MessageColumn, ColumnCount };
    enum Role { CallIdRole = Qt::UserRole };
    enum class Part : quint8 {
        Request, ///< of a client
        Answer,  ///< to it
        Ask,     ///< a request of the server that wants a reply
        Reply,   ///< to that
        Give,    ///< a COPYOUT or RAISE: one way
        Gap,     ///< nothing for a while; no message
    };
    struct Entry
    {
        transport::TimePoint time; ///< Gap: of its end
        trace::CallId call{};
        quint32 frame = 0;
        quint16 lane = 0;
        Part part = Part::Gap;
    };
    /// A lifeline: a thread of calls of one session.
    struct Lane
    {
        SessionId session;
        quint32 thread;
        QString title; ///< "shell 2", "shell 2 · thread 3"
    };

    LadderModel(Workbench &workbench, TraceModel &calls, QObject *parent = nullptr);

    /// Off while nobody looks: then rows are empty and nothing is worked.
    void setActive(bool active);
    [[nodiscard]] bool isActive() const { return m_active; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] const Entry &entry(int row) const { return m_entries[static_cast<std::size_t>(row)]; }
    [[nodiscard]] const std::vector<Lane> &lanes() const { return m_lanes; }
    [[nodiscard]] const trace::CallRecord *recordOf(const Entry &entry) const; ///< null once it has left
    [[nodiscard]] QString messageOf(const Entry &entry) const;
    [[nodiscard]] double secondsOf(const Entry &entry) const; ///< since Workbench::startTime
    [[nodiscard]] double gapSeconds(int row) const;           ///< length of a Gap
    /// The first row of a call; -1 if it is not here.
    [[nodiscard]] int rowOfCall(trace::CallId id) const;
    /// The lane that prepared the child which a FORK request claims, if it was seen.
    [[nodiscard]] std::optional<quint16> parentLane(const Entry &entry) const;
    /// A request by which a process becomes another program.
    [[nodiscard]] bool isExec(const Entry &entry) const;
    /// Messages that are too old to be drawn.
    [[nodiscard]] quint64 leftOut() const { return m_leftOut; }

    static constexpr std::size_t kMessages = 200'000; ///< the latest are kept
    static constexpr std::size_t kLanes = 64;         ///< the last one is shared by all further threads
    static constexpr std::chrono::milliseconds kGap{100};

private:
    void rebuild();
    void flush();
    void collect(const trace::CallRecord &record);
    void removeCall(trace::CallId id);
    void removeAt(std::size_t at);
    void insertRun(std::size_t at, const Entry *first, const Entry *end);
    void bound();
    void dropOldest();
    [[nodiscard]] quint16 laneOf(const trace::CallRecord &record);
    [[nodiscard]] QString laneTitle(quint16 lane) const;

    Workbench &m_workbench;
    TraceModel &m_calls;
    bool m_active = false;
    std::deque<Entry> m_entries;
    std::vector<Entry> m_pending;                        ///< of this batch
    std::vector<trace::CallId> m_leaving;                ///< rows of the trace that are about to go
    std::unordered_map<trace::CallId, quint32> m_listed; ///< frames so far, of running calls
    std::vector<Lane> m_lanes;
    std::map<std::pair<SessionId, quint32>, quint16> m_laneOf;
    std::map<wire::Cookie, quint16> m_preparedBy;
    quint64 m_leftOut = 0;
};

} // namespace rumpscope::ui
