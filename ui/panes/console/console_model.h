// SPDX-License-Identifier: GPL-3.0-or-later
// What was typed and what came back, oldest first; history for recall.
#pragma once

#include "ui/bridge/workbench.h"

#include <QAbstractListModel>
#include <QStringList>

#include <deque>

namespace rumpscope::ui {

class ConsoleModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        ExpressionRole = Qt::UserRole,
        ResultRole,
        DetailsRole, ///< QString, several lines: decoded buffers and structures
        FailedRole,
        RunningRole,
        ClientErrorRole,
        ProcessRole, ///< "shell 2"
        LatencyRole, ///< microseconds, double
        TripsRole,
        SessionRole,
        ReqnoRole,
        GenerationRole,
        TypedRole, ///< as typed; ExpressionRole is as decoded, once the call has ended
    };
    explicit ConsoleModel(Workbench &workbench, QObject *parent = nullptr);
    ~ConsoleModel() override;

    /// Makes the call and shows it at once as running.
    void submit(SessionId session, const QString &expression);
    /// A line of the program's own, between the calls.
    void remark(const QString &sentence);
    void clear();
    /// Expressions typed so far, oldest first, without immediate repetitions; kept across runs by QSettings.
    [[nodiscard]] const QStringList &history() const { return m_history; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

    static constexpr int kEntries = 5'000;
    static constexpr int kHistory = 500;

private:
    struct Entry;
    void append(Entry entry);
    void finish(const CallOutcome &outcome);
    Workbench &m_workbench;
    std::deque<Entry> m_entries;
    QStringList m_history;
};

} // namespace rumpscope::ui
