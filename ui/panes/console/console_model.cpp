// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/console/console_model.h"

#include "ui/bridge/sentences.h"

#include <QSettings>

#include <algorithm>

namespace rumpscope::ui {

namespace {

/// Lines of a decoded buffer that an entry shows.
constexpr qsizetype kDetailLines = 24;

const QString kHistoryKey = QStringLiteral("console/history");

} // namespace

struct ConsoleModel::Entry
{
    CallOutcome outcome;
    QString process;
    bool running = false;
    bool remark = false;
};

ConsoleModel::ConsoleModel(Workbench &workbench, QObject *parent)
    : QAbstractListModel(parent)
    , m_workbench(workbench)
    , m_history(QSettings().value(kHistoryKey).toStringList())
{
    connect(&workbench, &Workbench::callFinished, this, &ConsoleModel::finish);
}

ConsoleModel::~ConsoleModel() = default;

void ConsoleModel::submit(SessionId session, const QString &expression)
{
    if (m_history.isEmpty() || m_history.back() != expression) {
        m_history.push_back(expression);
        while (m_history.size() > kHistory)
            m_history.pop_front();
        QSettings().setValue(kHistoryKey, m_history);
    }
    Entry entry;
    const lineage::Node *node = m_workbench.processes().findSession(session);
    if (node)
        entry.process =
            QStringLiteral("%1 %2").arg(QString::fromStdString(node->comm)).arg(node->pid.value_or(0));
    entry.running = true;
    entry.outcome.session = session;
    entry.outcome.expression = expression;
    entry.outcome.ticket = m_workbench.call(session, expression);
    append(std::move(entry));
}

void ConsoleModel::remark(const QString &sentence)
{
    Entry entry;
    entry.remark = true;
    entry.outcome.result = sentence;
    append(std::move(entry));
}

void ConsoleModel::append(Entry entry)
{
    if (m_entries.size() >= kEntries) {
        beginRemoveRows({}, 0, 0);
        m_entries.pop_front();
        endRemoveRows();
    }
    const int row = static_cast<int>(m_entries.size());
    beginInsertRows({}, row, row);
    m_entries.push_back(std::move(entry));
    endInsertRows();
}

void ConsoleModel::finish(const CallOutcome &outcome)
{
    const auto found = std::find_if(m_entries.rbegin(), m_entries.rend(), [&](const Entry &entry) {
        return entry.running && entry.outcome.ticket == outcome.ticket;
    });
    if (found == m_entries.rend())
        return;
    found->outcome = outcome;
    found->running = false;
    const QModelIndex changed = index(static_cast<int>(m_entries.rend() - found) - 1);
    emit dataChanged(changed, changed);
}

void ConsoleModel::clear()
{
    beginResetModel();
    m_entries.clear();
    endResetModel();
}

int ConsoleModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant ConsoleModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || static_cast<std::size_t>(index.row()) >= m_entries.size())
        return {};
    const Entry &entry = m_entries[static_cast<std::size_t>(index.row())];
    const CallOutcome &outcome = entry.outcome;
    switch (role) {
    case Qt::DisplayRole:
        return entry.remark ? outcome.result : outcome.expression + QLatin1Char(' ') + outcome.result;
    case ExpressionRole:
        return outcome.text.isEmpty() ? outcome.expression : outcome.text;
    case ResultRole:
        return outcome.result;
    case DetailsRole: {
        QStringList lines;
        for (const auto &[name, text] : outcome.details) {
            if (text.contains(QLatin1Char('\n')))
                lines += QStringList(name) + text.split(QLatin1Char('\n'));
            else
                lines.push_back(name + QStringLiteral(": ") + text);
        }
        if (const qsizetype more = lines.size() - kDetailLines; more > 1) {
            lines.resize(kDetailLines);
            lines.push_back(tr("… %n more line(s)", nullptr, static_cast<int>(more)));
        }
        return lines.join(QLatin1Char('\n'));
    }
    case FailedRole:
        return outcome.failed;
    case RunningRole:
        return entry.running;
    case ClientErrorRole:
        return outcome.clientError;
    case ProcessRole:
        return entry.process;
    case LatencyRole:
        return microseconds(outcome.latency);
    case TripsRole:
        return outcome.roundTrips;
    case SessionRole:
        return static_cast<quint32>(outcome.session);
    case ReqnoRole:
        return outcome.reqno;
    case GenerationRole:
        return outcome.generation;
    case TypedRole:
        return outcome.expression;
    default:
        return {};
    }
}

} // namespace rumpscope::ui
