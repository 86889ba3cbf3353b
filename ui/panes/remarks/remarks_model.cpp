// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/remarks/remarks_model.h"

#include "ui/bridge/sentences.h"
#include "ui/kit/heading.h"

#include <algorithm>

namespace rumpscope::ui {

namespace {

using trace::Remark;
using trace::RemarkId;

QString view(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString word(trace::Severity severity)
{
    switch (severity) {
    case trace::Severity::Error:
        return RemarksModel::tr("error");
    case trace::Severity::Warning:
        return RemarksModel::tr("warning");
    case trace::Severity::Note:
        break;
    }
    return RemarksModel::tr("note");
}

} // namespace

RemarksModel::RemarksModel(Workbench &workbench, trace::Remarks::Limits limits, QObject *parent)
    : QAbstractTableModel(parent)
    , m_workbench(workbench)
    , m_remarks(limits)
{
    connect(&workbench, &Workbench::batch, this, &RemarksModel::apply);
    connect(&workbench, &Workbench::historyCleared, this, [this] {
        m_remarks.clear();
        m_dismissed.clear();
        refresh();
    });
    connect(&workbench, &Workbench::sourceChanged, this, [this, limits] {
        m_remarks.restart(limits);
        refresh();
    });
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (m_workbench.isPaused())
            return;
        m_remarks.tick(m_workbench.store(), m_workbench.now());
        refresh();
    });
    m_tick.start(kTick);
}

void RemarksModel::apply(const trace::Store::Change &change)
{
    m_remarks.update(m_workbench.store(), change);
    refresh();
}

bool RemarksModel::shows(const Remark &remark) const
{
    return !m_silenced.contains(view(trace::ruleFact(remark.rule).key)) &&
           !m_dismissed.contains(static_cast<quint32>(remark.id));
}

std::vector<RemarksModel::Row> RemarksModel::wanted() const
{
    std::vector<const Remark *> shown;
    for (const auto &[id, remark] : m_remarks.all()) {
        if (shows(remark))
            shown.push_back(&remark);
    }
    std::sort(shown.begin(), shown.end(), [](const Remark *a, const Remark *b) {
        const auto rank = [](const Remark *one) {
            return std::pair(static_cast<int>(trace::ruleFact(one->rule).severity), one->id);
        };
        return rank(a) > rank(b);
    });
    std::vector<Row> rows;
    rows.reserve(shown.size());
    for (const Remark *remark : shown)
        rows.push_back({remark->id, remark->count, QString::fromStdString(remark->text)});
    return rows;
}

void RemarksModel::refresh()
{
    if (m_shown == m_remarks.revision())
        return;
    m_shown = m_remarks.revision();
    const std::size_t before = m_rows.size();
    show(wanted());
    if (m_rows.size() != before)
        emit countChanged(static_cast<int>(m_rows.size()));
}

/// Two remarks never change places: old ones go, then new ones come between those that stay.
void RemarksModel::show(const std::vector<Row> &rows)
{
    const auto stays = [&rows](RemarkId id) {
        return std::any_of(rows.begin(), rows.end(), [id](const Row &row) { return row.id == id; });
    };
    for (std::size_t i = m_rows.size(); i-- > 0;) {
        if (stays(m_rows[i].id))
            continue;
        beginRemoveRows({}, static_cast<int>(i), static_cast<int>(i));
        m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(i));
        endRemoveRows();
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto row = static_cast<int>(i);
        if (i >= m_rows.size() || m_rows[i].id != rows[i].id) {
            beginInsertRows({}, row, row);
            m_rows.insert(m_rows.begin() + row, rows[i]);
            endInsertRows();
        } else if (m_rows[i].count != rows[i].count || m_rows[i].text != rows[i].text) {
            m_rows[i] = rows[i];
            emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
        }
    }
}

void RemarksModel::dismiss(quint32 id)
{
    m_dismissed.insert(id);
    m_shown = 0;
    refresh();
}

QStringList RemarksModel::silencedRules() const
{
    QStringList keys(m_silenced.begin(), m_silenced.end());
    keys.sort();
    return keys;
}

void RemarksModel::setSilencedRules(const QStringList &keys)
{
    QSet<QString> silenced;
    for (const trace::RuleFact &fact : trace::remarkRules()) {
        if (keys.contains(view(fact.key)))
            silenced.insert(view(fact.key));
    }
    if (silenced == m_silenced)
        return;
    m_silenced = silenced;
    m_shown = 0;
    refresh();
    emit silencedChanged();
}

void RemarksModel::setSilenced(const QString &rule, bool silenced)
{
    QStringList keys = silencedRules();
    keys.removeAll(rule);
    if (silenced)
        keys.append(rule);
    setSilencedRules(keys);
}

QString RemarksModel::titleOf(const QString &rule)
{
    for (const trace::RuleFact &fact : trace::remarkRules()) {
        if (view(fact.key) == rule)
            return view(fact.title);
    }
    return {};
}

const Remark *RemarksModel::remarkAt(int row) const
{
    if (row < 0 || row >= static_cast<int>(m_rows.size()))
        return nullptr;
    const auto found = m_remarks.all().find(m_rows[static_cast<std::size_t>(row)].id);
    return found == m_remarks.all().end() ? nullptr : &found->second;
}

int RemarksModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RemarksModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RemarksModel::display(const Remark &remark, int column) const
{
    switch (column) {
    case SeverityColumn:
        return word(trace::ruleFact(remark.rule).severity);
    case TextColumn:
        return QString::fromStdString(remark.text);
    case CountColumn:
        return QVariant::fromValue<quint64>(remark.count);
    case TimeColumn:
        return QString::number(secondsSince(m_workbench.startTime(), remark.first), 'f', 3);
    default:
        return {};
    }
}

QVariant RemarksModel::data(const QModelIndex &index, int role) const
{
    const Remark *remark = remarkAt(index.row());
    if (!remark)
        return {};
    const trace::RuleFact &fact = trace::ruleFact(remark->rule);
    switch (role) {
    case Qt::DisplayRole:
        return display(*remark, index.column());
    case AdviceRole:
        return view(fact.advice);
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(word(fact.severity), QString::fromStdString(remark->text));
    case IdRole:
        return static_cast<quint32>(remark->id);
    case RuleRole:
        return view(fact.key);
    case SeverityRole:
        return static_cast<int>(fact.severity);
    case EvidenceRole: {
        QList<quint64> ids;
        for (const trace::CallId id : remark->evidence)
            ids.append(static_cast<quint64>(id));
        return QVariant::fromValue(ids);
    }
    default:
        return {};
    }
}

QVariant RemarksModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return heading({tr("severity"), tr("remark"), tr("times"), tr("since s")}, section, orientation, role);
}

} // namespace rumpscope::ui
