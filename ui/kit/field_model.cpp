// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/field_model.h"

#include "ui/kit/heading.h"
#include "ui/kit/record_text.h"

#include <utility>

namespace rumpscope::ui {

namespace {

QString text(const std::string &from)
{
    return QString::fromUtf8(from.data(), static_cast<qsizetype>(from.size()));
}

} // namespace

/// Children are made when somebody asks for them: a call may have many frames that nobody unfolds.
struct FieldModel::Item
{
    const trace::Field *field = nullptr; ///< null for a frame that was not unfolded yet
    Item *parent = nullptr;
    int row = 0;
    int wholeFrame = -1; ///< of the rows below the call
    bool isOpen = false;
    std::optional<trace::Field> own; ///< of frames
    std::vector<std::unique_ptr<Item>> children;
};

FieldModel::FieldModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Item>())
{
    m_root->isOpen = true;
}

FieldModel::~FieldModel() = default;

void FieldModel::setRecord(RecordPtr record)
{
    if (record && m_record && record->id == m_record->id && record->outcome == m_record->outcome &&
        record->frames.size() == m_record->frames.size() && record->pid == m_record->pid)
        return;
    beginResetModel();
    m_record = std::move(record);
    m_root = std::make_unique<Item>();
    m_root->isOpen = true;
    if (m_record) {
        m_call = trace::callFields(*m_record);
        for (int row = 0; row <= static_cast<int>(m_record->frames.size()); ++row) {
            auto item = std::make_unique<Item>();
            item->parent = m_root.get();
            item->row = row;
            item->wholeFrame = row - 1;
            item->field = row == 0 ? &m_call : nullptr;
            m_root->children.push_back(std::move(item));
        }
    }
    endResetModel();
}

QByteArray FieldModel::bytesOfFrame(int frame) const
{
    const bool there = m_record && frame >= 0 && frame < static_cast<int>(m_record->frames.size());
    return there ? bytesOf(m_record->frames[static_cast<std::size_t>(frame)]) : QByteArray();
}

FieldModel::Item &FieldModel::opened(Item &item) const
{
    if (item.isOpen)
        return item;
    item.isOpen = true;
    if (!item.field) {
        item.own = trace::frameFields(*m_record, static_cast<std::size_t>(item.wholeFrame), m_call);
        item.field = &*item.own;
    }
    for (const trace::Field &field : item.field->children) {
        auto child = std::make_unique<Item>();
        child->field = &field;
        child->parent = &item;
        child->row = static_cast<int>(item.children.size());
        item.children.push_back(std::move(child));
    }
    return item;
}

FieldModel::Item *FieldModel::itemOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Item *>(index.internalPointer()) : m_root.get();
}

QModelIndex FieldModel::innermost(const QModelIndex &from, int frame, int offset) const
{
    for (int row = 0; row < rowCount(from); ++row) {
        const QModelIndex child = index(row, 0, from);
        const trace::Field *field = itemOf(child)->field;
        const QModelIndex deeper = innermost(child, frame, offset);
        if (deeper.isValid())
            return deeper;
        if (field->covers(static_cast<std::size_t>(frame), static_cast<std::size_t>(offset)))
            return child;
    }
    return {};
}

QModelIndex FieldModel::indexOfByte(int frame, int offset, const QModelIndex &near) const
{
    QModelIndex top = near;
    while (top.parent().isValid())
        top = top.parent();
    if (top.isValid() && top.row() == 0) {
        const QModelIndex found = innermost(indexOfCall(), frame, offset);
        if (found.isValid())
            return found;
    }
    const QModelIndex whole = indexOfFrame(frame);
    return whole.isValid() ? innermost(whole, frame, offset) : QModelIndex();
}

QModelIndex FieldModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, opened(*itemOf(parent)).children[static_cast<std::size_t>(row)].get());
}

QModelIndex FieldModel::parent(const QModelIndex &child) const
{
    Item *parent = child.isValid() ? itemOf(child)->parent : nullptr;
    return !parent || parent == m_root.get() ? QModelIndex() : createIndex(parent->row, 0, parent);
}

int FieldModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(opened(*itemOf(parent)).children.size());
}

/// A frame has its header at least; so nothing is taken apart to know that it can be unfolded.
bool FieldModel::hasChildren(const QModelIndex &parent) const
{
    const Item *item = itemOf(parent);
    return parent.column() <= 0 &&
           (item->isOpen ? !item->children.empty() : !item->field || !item->field->children.empty());
}

int FieldModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant FieldModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Item &item = *itemOf(index);
    if (role == IsHeadingRole)
        return item.parent == m_root.get();
    if (item.wholeFrame >= 0) {
        const event::FrameRecord &frame = m_record->frames[static_cast<std::size_t>(item.wholeFrame)];
        switch (role) {
        case FrameRole:
            return item.wholeFrame;
        case OffsetRole:
        case LengthRole:
            return 0; // all of it: nothing to point at
        case Qt::DisplayRole:
            return index.column() == NameColumn ? text(trace::frameTitle(frame)) : QString();
        default:
            return {};
        }
    }
    const trace::Field &field = *item.field;
    switch (role) {
    case FrameRole:
        return field.frame ? static_cast<int>(*field.frame) : -1;
    case OffsetRole:
        return static_cast<int>(field.offset);
    case LengthRole:
        return static_cast<int>(field.size);
    case Qt::ToolTipRole:
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (index.column()) {
    case NameColumn:
        return text(field.name);
    case TextColumn:
        return text(field.text);
    case MeaningColumn:
        return text(field.meaning);
    case TypeColumn:
        return text(field.type);
    default:
        return {};
    }
}

QVariant FieldModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return heading({tr("field"), tr("value"), tr("meaning"), tr("type")}, section, orientation, role);
}

} // namespace rumpscope::ui
