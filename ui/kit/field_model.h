// SPDX-License-Identifier: GPL-3.0-or-later
// One call taken apart: first the call itself with its arguments and result, then each of its frames.
#pragma once

#include "clientcore/trace/fields/field.h"

#include <QAbstractItemModel>

#include <memory>
#include <optional>
#include <vector>

namespace rumpscope::ui {

/// How views are handed a call of the history: a copy that stays as it is.
using RecordPtr = std::shared_ptr<const trace::CallRecord>;

class FieldModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { NameColumn, TextColumn, MeaningColumn, TypeColumn, ColumnCount };
    enum Role {
        FrameRole = Qt::UserRole, ///< int: the frame that holds its bytes; -1: none does
        OffsetRole,               ///< int: of the first one, from the frame's first byte
        LengthRole,               ///< int
        IsHeadingRole,            ///< bool: the call, or a whole frame
    };
    explicit FieldModel(QObject *parent = nullptr);
    ~FieldModel() override;

    /// Nothing: empty. The same call again, with more frames or its answer, begins anew.
    void setRecord(RecordPtr record);
    [[nodiscard]] const RecordPtr &record() const { return m_record; }
    [[nodiscard]] QByteArray
    bytesOfFrame(int frame) const; ///< header and kept payload; empty if there is none
    [[nodiscard]] QModelIndex indexOfCall() const { return index(0, 0); }
    [[nodiscard]] QModelIndex indexOfFrame(int frame) const { return index(frame + 1, 0); }
    /// The innermost field that holds a byte: below the call where `near` is below it, else below the frame.
    [[nodiscard]] QModelIndex indexOfByte(int frame, int offset, const QModelIndex &near) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Item;
    [[nodiscard]] Item &opened(Item &item) const; ///< with its children
    [[nodiscard]] Item *itemOf(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex innermost(const QModelIndex &from, int frame, int offset) const;

    RecordPtr m_record;
    trace::Field m_call;
    std::unique_ptr<Item> m_root;
};

} // namespace rumpscope::ui

Q_DECLARE_METATYPE(rumpscope::ui::RecordPtr)
