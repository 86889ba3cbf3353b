// SPDX-License-Identifier: GPL-3.0-or-later
// Two calls side by side; what differs is marked.
#pragma once

#include "ui/panes/trace/compare_model.h"

#include <QDialog>

class QCheckBox;
class QSortFilterProxyModel;
class QTreeView;

namespace rumpscope::ui {

class CompareDialog : public QDialog
{
    Q_OBJECT
public:
    CompareDialog(const RecordPtr &first, const RecordPtr &second, QWidget *parent = nullptr);

    [[nodiscard]] QTreeView *tree() const { return m_tree; }
    [[nodiscard]] QCheckBox *onlyDifferences() const { return m_only; }

private:
    CompareModel *m_model;
    QSortFilterProxyModel *m_filter;
    QTreeView *m_tree;
    QCheckBox *m_only;
};

} // namespace rumpscope::ui
