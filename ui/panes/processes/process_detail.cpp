// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/processes/process_detail.h"

#include <QHeaderView>
#include <QStyledItemDelegate>

namespace rumpscope::ui {

namespace {

/// Sections strong, names pale.
class DetailDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.data(ProcessDetailModel::IsSectionRole).toBool())
            option->font.setWeight(QFont::DemiBold);
        else if (index.column() == ProcessDetailModel::NameColumn)
            option->palette.setColor(QPalette::Text, option->palette.color(QPalette::PlaceholderText));
    }
};

} // namespace

ProcessDetail::ProcessDetail(QWidget *parent)
    : QTreeView(parent)
{
    setItemDelegate(new DetailDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setHeaderHidden(true);
    setUniformRowHeights(true);
    setIndentation(12);
    setEditTriggers(NoEditTriggers);
    setAccessibleName(tr("The selected process in detail"));
    const auto ask = [this](const QModelIndex &index) {
        const QVariant call = index.siblingAtColumn(0).data(ProcessDetailModel::CallIdRole);
        if (call.isValid())
            emit callRequested(trace::CallId{call.toULongLong()});
    };
    connect(this, &QTreeView::activated, this, ask);
}

void ProcessDetail::setModel(QAbstractItemModel *model)
{
    QTreeView::setModel(model);
    const auto unfold = [this] {
        setVisible(QTreeView::model()->rowCount() > 0); // with nothing chosen the tree has all the room
        expandAll();
        for (int row = 0; row < QTreeView::model()->rowCount(); ++row)
            setFirstColumnSpanned(row, {}, true);
    };
    connect(model, &QAbstractItemModel::modelReset, this, unfold);
    connect(model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &parent, int first, int) {
                if (first == 0)
                    expand(parent); // until the user folds it
            });
    unfold();
    setColumnWidth(ProcessDetailModel::NameColumn, fontMetrics().averageCharWidth() * 16);
}

QSize ProcessDetail::sizeHint() const
{
    return {QTreeView::sizeHint().width(), fontMetrics().height() * 12};
}

} // namespace rumpscope::ui
