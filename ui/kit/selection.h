// SPDX-License-Identifier: GPL-3.0-or-later
// The one selection of the window: one pane sets it, the others follow.
#pragma once

#include "ui/kit/call_id.h"

#include <QObject>

#include <optional>

namespace rumpscope::ui {

/// The selected stretch of time is the time axis's own.
class Selection : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] std::optional<trace::CallId> call() const { return m_call; }
    void setCall(trace::CallId id)
    {
        m_call = id;
        emit callChanged(id);
    }
    /// Selects it and shows it in the trace, even where the filter hides it.
    void reveal(trace::CallId id) { emit revealWanted(id); }

    /// A node of the process tree, living or ended.
    [[nodiscard]] std::optional<quint32> process() const { return m_process; }
    void setProcess(quint32 node)
    {
        m_process = node;
        emit processChanged(node);
    }

signals:
    void callChanged(rumpscope::trace::CallId id);
    void revealWanted(rumpscope::trace::CallId id);
    void processChanged(quint32 node);

private:
    std::optional<trace::CallId> m_call;
    std::optional<quint32> m_process;
};

} // namespace rumpscope::ui
