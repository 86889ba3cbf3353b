// SPDX-License-Identifier: GPL-3.0-or-later
// The connection lane: what happened to each session's connection and when. A table; the lane view paints it.
#pragma once

#include "ui/bridge/workbench.h"

#include <QAbstractTableModel>

#include <vector>

namespace rumpscope::ui {

class LaneModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        TimeColumn,
        SessionColumn,
        WhatColumn,
        AttemptColumn,
        PlannedColumn,
        LateColumn,
        DetailColumn,
        ColumnCount
    };

    /// A stretch during which a session's connection was up (or still is: end is empty).
    struct Life
    {
        double begin;
        std::optional<double> end;
        quint32 generation;
        std::optional<qint32> pid;
    };
    struct Attempt
    {
        double planned;
        double started;
        std::optional<double> ended;
        bool succeeded;
        unsigned index;
        QString error;    ///< a sentence, once it has failed
        QString reason{}; ///< the same in a word: the host's errno by name, or the kind of failure
    };
    struct Lane
    {
        SessionId session{};
        QString name; ///< command name and address
        std::vector<Life> lives;
        std::vector<double> losses;
        std::vector<Attempt> attempts;
        std::optional<double> nextPlanned; ///< an attempt that has not started yet
        std::optional<double> gaveUp;
    };

    explicit LaneModel(Workbench &workbench, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// User sessions only, in order of birth; those that ended long ago leave (kLanes kept).
    [[nodiscard]] const std::vector<Lane> &lanes() const { return m_lanes; }
    /// "lost once · 11 failed attempts · 7.5 s without a kernel", of the first lane that lives.
    [[nodiscard]] QString summary() const;
    static constexpr std::size_t kLanes = 64;
    static constexpr std::size_t kPerLane = 10'000; ///< lives, losses and attempts kept of each

signals:
    void changed();

private:
    void apply(const trace::Store::Change &change);
    void reload();
    Lane &laneOf(const event::ConnectionEvent &event);
    void follow(const event::ConnectionEvent &event);
    static void bound(Lane &lane);
    Workbench &m_workbench;
    std::vector<Lane> m_lanes;
    int m_rows = 0;
};

} // namespace rumpscope::ui
