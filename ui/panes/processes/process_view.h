// SPDX-License-Identifier: GPL-3.0-or-later
// The process tree: who lives, who forked whom, and what can be done with each.
#pragma once

#include "ui/kit/card.h"
#include "ui/kit/process_model.h"

class QAction;
class QLineEdit;
class QMenu;
class QSortFilterProxyModel;
class QTreeView;

namespace rumpscope::ui {

class EmptyState;
class ProcessDetail;

class ProcessView : public Card
{
    Q_OBJECT
public:
    explicit ProcessView(QWidget *parent = nullptr);

    /// A model with ProcessModel's columns and roles; not owned.
    void setModel(QAbstractItemModel *model);
    [[nodiscard]] std::optional<quint32> selectedNode() const { return m_chosen; }
    /// The selected process, if it is one of ours.
    [[nodiscard]] std::optional<SessionId> selectedSession() const;
    void selectNode(quint32 node);
    /// What is shown of the selected process below the tree: ProcessDetailModel's columns and roles; not
    /// owned.
    void setDetail(QAbstractItemModel *model);
    [[nodiscard]] ProcessDetail *detail() const { return m_detail; }
    [[nodiscard]] QTreeView *tree() const { return m_tree; }
    [[nodiscard]] QAction *followAction() const { return m_follow; }
    /// The commands for the selected process: whoever knows them fills it when it is about to be shown.
    [[nodiscard]] QMenu *menu() const { return m_menu; }

public slots:
    void setAliveCount(int count);
    void showNewest(quint32 node); ///< selects it while it follows

signals:
    void nodeSelected(quint32 node);
    void activated(quint32 node); ///< double click, Enter

private:
    void buildTree();
    void currentChanged(const QModelIndex &current);
    void rowsInserted(const QModelIndex &parent, int first, int last);
    void rowsRemoved();
    void restore();
    [[nodiscard]] QModelIndex find(quint32 node) const;

    QLineEdit *m_find;
    QTreeView *m_tree;
    ProcessDetail *m_detail;
    QAction *m_follow;
    QSortFilterProxyModel *m_filter;
    EmptyState *m_empty;
    QMenu *m_menu;
    std::optional<quint32> m_chosen;
    bool m_removing = false;
};

} // namespace rumpscope::ui
