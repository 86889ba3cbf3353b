// SPDX-License-Identifier: GPL-3.0-or-later
// Which processes have calls that the filter lets pass.
#pragma once

#include "ui/kit/process_model.h"
#include "ui/kit/trace_model.h"

#include <deque>
#include <map>

namespace rumpscope::ui {

/// Joins the trace's rows to the process tree, so that one filter holds for both. Follows the rows, each in
/// constant time; does nothing while every call passes.
class ProcessMatches : public QObject
{
    Q_OBJECT
public:
    ProcessMatches(Workbench &workbench, TraceModel &calls, ProcessModel &processes,
                   QObject *parent = nullptr);

    /// Of the filter the trace has by now.
    void filterChanged();

private:
    /// A life of a client.
    using Life = std::pair<SessionId, event::Generation>;
    void inserted(int first, int last);
    void removed(int first, int last);
    void begin();
    void tell();
    [[nodiscard]] bool matches(const lineage::Node &node) const;

    Workbench &m_workbench;
    TraceModel &m_calls;
    ProcessModel &m_processes;
    bool m_active = false;
    std::deque<Life> m_rows; ///< of the trace
    std::map<Life, quint64> m_counts;
    std::set<Life> m_changed;
};

} // namespace rumpscope::ui
