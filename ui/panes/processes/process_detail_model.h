// SPDX-License-Identifier: GPL-3.0-or-later
// One process in detail: what it is, its names, what it has open, the calls it waits for.
#pragma once

#include "ui/bridge/workbench.h"

#include <QAbstractItemModel>

#include <array>
#include <vector>

namespace rumpscope::ui {

/// Sections with rows of two columns. Follows the process tree, the kernel's list of open files, and time.
class ProcessDetailModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { NameColumn, TextColumn, ColumnCount };
    enum Role {
        CallIdRole = Qt::UserRole, ///< quint64 of the call a row tells of; invalid for others
        IsSectionRole,             ///< bool
    };
    enum Section { Facts, Names, Files, Calls, SectionCount };
    explicit ProcessDetailModel(Workbench &workbench, QObject *parent = nullptr);

    /// Nothing: empty. The kernel is asked for the files of the chosen process only.
    void setNode(std::optional<quint32> node);

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        QString name;
        QString text;
        std::optional<trace::CallId> call;
        friend bool operator==(const Row &, const Row &) = default;
    };
    using Rows = std::vector<Row>;
    void refresh();
    void show(int section, Rows rows);
    [[nodiscard]] Rows facts(const lineage::Node &node) const;
    [[nodiscard]] Rows names(const lineage::Node &node) const;
    [[nodiscard]] Rows files(const lineage::Node &node) const;
    [[nodiscard]] Rows calls(const lineage::Node &node) const;
    [[nodiscard]] QString timeText(transport::TimePoint when) const;

    Workbench &m_workbench;
    std::optional<quint32> m_node;
    std::array<Rows, SectionCount> m_sections;
    std::optional<std::int32_t> m_listed; ///< whose files m_kernel are
    std::vector<query::OpenFile> m_kernel;
    QTimer m_timer; ///< ages
};

} // namespace rumpscope::ui
