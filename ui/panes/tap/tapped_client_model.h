// SPDX-License-Identifier: GPL-3.0-or-later
// The connections that pass through taps now, as a table.
#pragma once

#include "ui/bridge/tap_host.h"

#include <QAbstractTableModel>

namespace rumpscope::ui {

class TappedClientModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        ProcessColumn,
        PidColumn,
        HostPidColumn,
        OpenColumn,
        InColumn,
        OutColumn,
        UnreadColumn,
        ColumnCount
    };
    enum Role { SessionRole = Qt::UserRole + 1 }; ///< quint32

    using QAbstractTableModel::QAbstractTableModel;

    /// Rows keep their place while their connection lives: selections survive.
    void setClients(const std::vector<TappedClient> &clients);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<TappedClient> m_clients;
};

} // namespace rumpscope::ui
