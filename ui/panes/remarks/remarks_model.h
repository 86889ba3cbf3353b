// SPDX-License-Identifier: GPL-3.0-or-later
// Expert remarks as rows: the gravest first, then the latest.
#pragma once

#include "clientcore/trace/remarks/remarks.h"
#include "ui/bridge/workbench.h"

#include <QAbstractTableModel>
#include <QSet>
#include <QStringList>

namespace rumpscope::ui {

class RemarksModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { SeverityColumn, TextColumn, CountColumn, TimeColumn, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole, ///< quint32 of trace::RemarkId
        RuleRole,              ///< QString: the rule's key
        SeverityRole,          ///< int of trace::Severity
        EvidenceRole,          ///< QList<quint64> of trace::CallId, in the order they happened
        AdviceRole,            ///< QString
    };
    explicit RemarksModel(Workbench &workbench, trace::Remarks::Limits limits = {},
                          QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Hides one remark, until the history is cleared.
    void dismiss(quint32 id);
    /// Keys of the rules that are not shown, sorted.
    [[nodiscard]] QStringList silencedRules() const;
    void setSilencedRules(const QStringList &keys); ///< unknown ones are left out
    void setSilenced(const QString &rule, bool silenced);
    [[nodiscard]] static QString titleOf(const QString &rule);

    static constexpr int kTick = 1000; ///< milliseconds between looks at what only time decides

signals:
    void countChanged(int count);
    void silencedChanged();

private:
    struct Row
    {
        trace::RemarkId id;
        std::uint64_t count;
        QString text;
    };
    void apply(const trace::Store::Change &change);
    void refresh();
    void show(const std::vector<Row> &rows);
    [[nodiscard]] std::vector<Row> wanted() const;
    [[nodiscard]] bool shows(const trace::Remark &remark) const;
    [[nodiscard]] const trace::Remark *remarkAt(int row) const;
    [[nodiscard]] QVariant display(const trace::Remark &remark, int column) const;

    Workbench &m_workbench;
    trace::Remarks m_remarks;
    std::vector<Row> m_rows;
    QSet<QString> m_silenced;
    QSet<quint32> m_dismissed;
    quint64 m_shown = 0; ///< revision
    QTimer m_tick;
};

} // namespace rumpscope::ui
