// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/trace/compare_model.h"

#include "ui/kit/heading.h"

#include <algorithm>

namespace rumpscope::ui {

namespace {

QString text(const std::optional<std::string> &value)
{
    return value ? QString::fromStdString(*value) : QStringLiteral("–");
}

} // namespace

CompareModel::CompareModel(QObject *parent)
    : QAbstractItemModel(parent)
{}

void CompareModel::setCalls(const RecordPtr &first, const RecordPtr &second)
{
    beginResetModel();
    m_items.clear();
    if (first && second) {
        const trace::Field one = trace::callFields(*first);
        const trace::Field other = trace::callFields(*second);
        m_top = trace::compare(one, other);
        m_first = QString::fromStdString(one.name);
        m_second = QString::fromStdString(other.name);
        m_items.push_back({&m_top, -1, 0, 0});
        lay(0);
    }
    endResetModel();
}

/// Children of one item lie together.
void CompareModel::lay(int item)
{
    const auto &children = m_items[static_cast<std::size_t>(item)].pair->children;
    const auto first = static_cast<int>(m_items.size());
    m_items[static_cast<std::size_t>(item)].firstChild = first;
    for (std::size_t row = 0; row < children.size(); ++row)
        m_items.push_back({&children[row], item, static_cast<int>(row), 0});
    for (std::size_t row = 0; row < children.size(); ++row)
        lay(first + static_cast<int>(row));
}

int CompareModel::differences() const
{
    return static_cast<int>(std::count_if(m_items.begin(), m_items.end(), [](const Item &item) {
        return item.pair->children.empty() && item.pair->differs;
    }));
}

const CompareModel::Item &CompareModel::itemOf(const QModelIndex &index) const
{
    return m_items[static_cast<std::size_t>(index.internalId())];
}

QModelIndex CompareModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const int item = parent.isValid() ? itemOf(parent).firstChild + row : 0;
    return createIndex(row, column, static_cast<quintptr>(item));
}

QModelIndex CompareModel::parent(const QModelIndex &child) const
{
    const int parent = child.isValid() ? itemOf(child).parent : -1;
    return parent < 0
               ? QModelIndex()
               : createIndex(m_items[static_cast<std::size_t>(parent)].row, 0, static_cast<quintptr>(parent));
}

int CompareModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return m_items.empty() ? 0 : 1;
    return parent.column() > 0 ? 0 : static_cast<int>(itemOf(parent).pair->children.size());
}

int CompareModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant CompareModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const trace::FieldPair &pair = *itemOf(index).pair;
    switch (role) {
    case DiffersRole:
        return pair.differs;
    case DiffersInsideRole:
        return pair.differsInside;
    case Qt::ToolTipRole:
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (index.column()) {
    case NameColumn: {
        const QString mark = pair.differs ? QStringLiteral("≠ ") : QString();
        return mark + QString::fromStdString(pair.name);
    }
    case FirstColumn:
        return text(pair.first);
    case SecondColumn:
        return text(pair.second);
    default:
        return {};
    }
}

QVariant CompareModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return heading({tr("field"), tr("first: %1").arg(m_first), tr("second: %1").arg(m_second)}, section,
                   orientation, role);
}

} // namespace rumpscope::ui
