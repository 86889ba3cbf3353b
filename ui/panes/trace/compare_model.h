// SPDX-License-Identifier: GPL-3.0-or-later
// Two calls side by side, field by field.
#pragma once

#include "clientcore/trace/fields/compare.h"
#include "ui/kit/field_model.h"

#include <QAbstractItemModel>

namespace rumpscope::ui {

class CompareModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { NameColumn, FirstColumn, SecondColumn, ColumnCount };
    enum Role {
        DiffersRole = Qt::UserRole, ///< bool: its two values do
        DiffersInsideRole,          ///< bool: some field below it does
    };
    explicit CompareModel(QObject *parent = nullptr);

    void setCalls(const RecordPtr &first, const RecordPtr &second);
    [[nodiscard]] int differences() const; ///< fields without parts whose values differ

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// A pair, and where it hangs.
    struct Item
    {
        const trace::FieldPair *pair;
        int parent; ///< of m_items; -1: none
        int row;
        int firstChild; ///< of m_items; its siblings follow
    };
    void lay(int item);
    [[nodiscard]] const Item &itemOf(const QModelIndex &index) const;

    trace::FieldPair m_top;
    std::vector<Item> m_items; ///< the first is the calls themselves
    QString m_first;
    QString m_second;
};

} // namespace rumpscope::ui
