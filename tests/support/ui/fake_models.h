// SPDX-License-Identifier: GPL-3.0-or-later
// Models with the columns and roles of the real ones, filled by the test.
#pragma once

#include "ui/kit/field_model.h"
#include "ui/kit/process_model.h"
#include "ui/kit/trace_model.h"

#include <QStandardItemModel>

namespace rumpscope::ui::test {

/// Any number of calls, each with the same frames; grows and loses rows as the real history does.
class FakeTrace : public QAbstractItemModel
{
    Q_OBJECT
public:
    QList<QByteArray> frames;  ///< of every call
    RecordPtr record;          ///< of every call, instead of one made of `frames`
    mutable quint64 asked = 0; ///< calls of data()
    QString time;              ///< of every call; empty: its number

    void append(int count);
    void evict(int count);
    void addFrame(int row, const QByteArray &frame); ///< to every call; announced for `row`

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    quint64 m_first = 1; ///< id of row 0
    int m_rows = 0;
};

/// A row of a process tree. `session` 0: none of ours.
struct FakeProcess
{
    QString name;
    QString pid;
    quint32 node;
    quint32 session = 0;
    lineage::Node::State state = lineage::Node::State::Guest;
    QByteArray cookie = {};
};
[[nodiscard]] QList<QStandardItem *> makeRow(const FakeProcess &process);

/// system 0; rumplocal 1 > shell 2 (session 1) > ftpd 5 (session 2), a prepared child.
void fillProcesses(QStandardItemModel &model);

/// The bytes of a frame.
[[nodiscard]] QByteArray makeFrame(wire::FrameClass frameClass, wire::FrameType type, quint32 word,
                                   const QByteArray &payload);

} // namespace rumpscope::ui::test
