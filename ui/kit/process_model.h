// SPDX-License-Identifier: GPL-3.0-or-later
// The process tree as an item model. It follows the tree's own log of changes: work is for what changed.
#pragma once

#include "ui/bridge/workbench.h"

#include <QAbstractItemModel>

#include <functional>
#include <memory>
#include <set>
#include <unordered_map>
#include <vector>

namespace rumpscope::ui {

class ProcessModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { NameColumn, PidColumn, CallsColumn, RateColumn, StateColumn, ColumnCount };
    enum Role {
        NodeRole = Qt::UserRole, ///< quint32 of lineage::NodeId
        SessionRole,             ///< quint32 of SessionId, invalid where none of ours lives
        StateRole,               ///< int of lineage::Node::State
        EndedRole,               ///< bool
        ObserverRole,            ///< bool
        ExecedRole,              ///< bool
        SymbolRole,    ///< "●", "↳", "⟳", "◌", "○", "✝" (exec is appended to guest and forked)
        SecondaryRole, ///< right-hand text: the call that blocks, calls, "observer", how it ended
        CookieRole,    ///< QByteArray of 16 bytes for prepared children
        BelowRole,     ///< int: rows below it, at any depth
        BlockedRole,   ///< bool: a call is under way for longer than a moment
    };
    explicit ProcessModel(Workbench &workbench, QObject *parent = nullptr);
    ~ProcessModel() override;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] QModelIndex indexOfNode(quint32 node) const; ///< invalid where it is not shown
    [[nodiscard]] QModelIndex indexOfSession(SessionId session) const;
    [[nodiscard]] int aliveCount() const; ///< without kernel threads (pid 0), the observer and ended ones
    void setShowEnded(bool show);
    [[nodiscard]] bool showEnded() const;

    /// Shows only the processes that `matches`, and their ancestors; null: all of them.
    using Matches = std::function<bool(const lineage::Node &)>;
    void setMatches(Matches matches);
    /// Matches of these processes may have changed.
    void matchesChanged(const std::vector<lineage::NodeId> &nodes);

    /// A call under way is told of from this age on, milliseconds; how often ages are written anew.
    static constexpr int kBlocked = 300;
    static constexpr int kAgeing = 500;
    static constexpr int kMany = 1000; ///< new rows at once from which on the model begins anew

signals:
    void aliveCountChanged(int count);
    void newest(quint32 node); ///< the process of the latest call; at most once a batch

private:
    struct Item;
    void refresh();
    void rebuild();
    void take(const std::vector<lineage::NodeId> &touched);
    void forget(lineage::NodeId id, std::vector<lineage::NodeId> &touched);
    void checkOurs();
    [[nodiscard]] bool wants(const lineage::Node &node) const;
    void follow(Item &item, const lineage::Node &node);
    void move(Item &item, Item &parent);
    void attach(Item &item);
    void detach(Item &item);
    void settle(Item &item);
    static void count(Item &item, int rows);
    [[nodiscard]] Item *find(std::optional<lineage::NodeId> id) const;
    [[nodiscard]] bool isVisible(const Item &item) const;
    [[nodiscard]] QModelIndex indexOf(const Item &item) const;
    [[nodiscard]] bool isOurs(const lineage::Node &node) const;
    void tellChanged();
    void age();
    void tellNewest(const trace::Store::Change &change);
    void tellAlive();
    [[nodiscard]] QVariant cell(const lineage::Node &node, int column) const;

    std::unordered_map<lineage::NodeId, std::unique_ptr<Item>> m_items; ///< of all nodes, shown or not
    std::unique_ptr<Item> m_root;
    Workbench &m_workbench;
    std::uint64_t m_seen = 0;         ///< revision of the tree
    std::set<lineage::NodeId> m_busy; ///< with calls under way
    std::set<lineage::NodeId> m_own;  ///< with sessions that are no tapped clients
    std::vector<Item *> m_changed;    ///< to be told
    bool m_silent = false;            ///< within a reset
    QTimer m_ageing;
    Matches m_matches;
    int m_alive = 0;
    int m_aliveTold = 0;
    bool m_showEnded = true;
};

/// What rows say; in a file of its own.
[[nodiscard]] QString processSymbol(const lineage::Node &node);
[[nodiscard]] QString processState(const lineage::Node &node);
[[nodiscard]] QString processName(const lineage::Node &node);
[[nodiscard]] QString processSecondary(const lineage::Node &node, transport::TimePoint now);
[[nodiscard]] QString processToolTip(const lineage::Node &node, transport::TimePoint now);
/// "read for 3 s"
[[nodiscard]] QString underWayText(const lineage::UnderWay &call, transport::TimePoint now);

} // namespace rumpscope::ui
