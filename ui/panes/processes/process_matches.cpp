// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/processes/process_matches.h"

#include <utility>

namespace rumpscope::ui {

ProcessMatches::ProcessMatches(Workbench &workbench, TraceModel &calls, ProcessModel &processes,
                               QObject *parent)
    : QObject(parent)
    , m_workbench(workbench)
    , m_calls(calls)
    , m_processes(processes)
{
    connect(&calls, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &at, int first, int last) {
                if (m_active && !at.isValid())
                    inserted(first, last);
            });
    connect(&calls, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &at, int first, int last) {
                if (m_active && !at.isValid())
                    removed(first, last);
            });
    connect(&calls, &QAbstractItemModel::modelReset, this, [this] {
        if (m_active)
            begin();
    });
    connect(&calls, &TraceModel::settled, this, &ProcessMatches::tell);
}

void ProcessMatches::filterChanged()
{
    m_active = !m_calls.filter().passesAll();
    begin();
    if (m_active)
        m_processes.setMatches([this](const lineage::Node &node) { return matches(node); });
    else
        m_processes.setMatches({});
}

void ProcessMatches::begin()
{
    for (const auto &[life, count] : m_counts)
        m_changed.insert(life);
    m_rows.clear();
    m_counts.clear();
    if (m_active && m_calls.rowCount() > 0)
        inserted(0, m_calls.rowCount() - 1);
}

void ProcessMatches::inserted(int first, int last)
{
    std::vector<Life> lives;
    for (int row = first; row <= last; ++row) {
        const trace::CallRecord *record = m_calls.recordAt(row);
        lives.push_back(record ? Life{record->session, record->generation} : Life{});
        if (++m_counts[lives.back()] == 1)
            m_changed.insert(lives.back());
    }
    m_rows.insert(m_rows.begin() + first, lives.begin(), lives.end());
}

void ProcessMatches::removed(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const Life life = m_rows[static_cast<std::size_t>(row)];
        const auto count = m_counts.find(life);
        if (--count->second > 0)
            continue;
        m_counts.erase(count);
        m_changed.insert(life);
    }
    m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
}

bool ProcessMatches::matches(const lineage::Node &node) const
{
    return node.session && m_counts.contains({*node.session, node.generation});
}

void ProcessMatches::tell()
{
    std::vector<lineage::NodeId> nodes;
    for (const auto &[session, generation] : std::exchange(m_changed, {})) {
        if (const auto id = m_workbench.processes().findLife(session, generation))
            nodes.push_back(*id);
    }
    if (m_active && !nodes.empty())
        m_processes.matchesChanged(nodes);
}

} // namespace rumpscope::ui
