// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/trace/compare_dialog.h"

#include "ui/kit/theme.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace rumpscope::ui {

namespace {

/// Values in figures of one width; what differs stands out by its sign and its weight.
class PairDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.column() != CompareModel::NameColumn)
            option->font = Theme::monospaced(option->font);
        if (index.siblingAtColumn(0).data(CompareModel::DiffersRole).toBool())
            option->font.setWeight(QFont::Bold);
    }
};

} // namespace

CompareDialog::CompareDialog(const RecordPtr &first, const RecordPtr &second, QWidget *parent)
    : QDialog(parent)
    , m_model(new CompareModel(this))
    , m_filter(new QSortFilterProxyModel(this))
    , m_tree(new QTreeView)
    , m_only(new QCheckBox(tr("&Only what differs")))
{
    setWindowTitle(tr("Two calls side by side"));
    m_model->setCalls(first, second);
    m_filter->setRecursiveFilteringEnabled(true);
    m_filter->setFilterRole(CompareModel::DiffersRole);
    m_filter->setSourceModel(m_model);
    m_tree->setModel(m_filter);
    m_tree->setItemDelegate(new PairDelegate(m_tree));
    m_tree->setUniformRowHeights(true);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setAccessibleName(windowTitle());
    m_tree->header()->setSectionResizeMode(QHeaderView::Stretch);
    m_tree->expandAll();
    connect(m_only, &QCheckBox::toggled, this, [this](bool only) {
        m_filter->setFilterFixedString(only ? QStringLiteral("true") : QString());
        m_tree->expandAll();
    });
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    const int differences = m_model->differences();
    auto *bottom = new QHBoxLayout;
    bottom->addWidget(m_only);
    bottom->addWidget(new QLabel(differences == 0 ? tr("They say the same.")
                                                  : tr("%n value(s) differ", nullptr, differences)));
    bottom->addStretch(1);
    bottom->addWidget(buttons);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_tree, 1);
    column->addLayout(bottom);
    resize(820, 560);
}

} // namespace rumpscope::ui
