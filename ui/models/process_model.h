// SPDX-License-Identifier: GPL-3.0-or-later
// The process tree as an item model: sorted-diff updates, so that selection and expansion survive.
#pragma once

#include "ui/bridge/workbench.h"

#include <QAbstractItemModel>

#include <map>
#include <memory>
#include <set>
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
        SecondaryRole, ///< right-hand text: calls, age, "observer", "ended 11 s ago"
        CookieRole,    ///< QByteArray of 16 bytes for prepared children
    };
    explicit ProcessModel(Workbench &workbench, QObject *parent = nullptr);
    ~ProcessModel() override;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] QModelIndex indexOfNode(quint32 node) const;
    [[nodiscard]] QModelIndex indexOfSession(SessionId session) const;
    [[nodiscard]] int aliveCount() const; ///< without kernel threads (pid 0), the observer and ended ones
    void setShowEnded(bool show);
    [[nodiscard]] bool showEnded() const;

signals:
    void aliveCountChanged(int count);

private:
    struct Item;
    using Wanted = std::map<std::optional<lineage::NodeId>, std::vector<lineage::NodeId>>;
    void refresh();
    [[nodiscard]] Wanted wanted() const;
    void remove(Item &item, std::optional<lineage::NodeId> id, const Wanted &children);
    void insert(Item &item, std::optional<lineage::NodeId> id, const Wanted &children);
    static void renumber(Item &item);
    [[nodiscard]] QModelIndex indexOf(const Item &item) const;
    [[nodiscard]] bool isOurs(const lineage::Node &node) const;

    std::unique_ptr<Item> m_root;
    Workbench &m_workbench;
    int m_alive = 0;
    bool m_showEnded = true;
};

} // namespace rumpscope::ui
