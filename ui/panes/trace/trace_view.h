// SPDX-License-Identifier: GPL-3.0-or-later
// The trace: every call as it happens, and what went over the wire for the selected one.
#pragma once

#include "ui/kit/call_id.h"
#include "ui/kit/trace_model.h"
#include "ui/panes/trace/trace_table.h"

#include <QWidget>

class QAction;
class QMenu;

namespace rumpscope::ui {

class ElidedLabel;
class EmptyState;
class FrameDetail;
class RedrawGate;
class TraceRows;

class TraceView : public QWidget
{
    Q_OBJECT
public:
    explicit TraceView(QWidget *parent = nullptr);

    /// A model with TraceModel's columns and roles, ids rising from row to row; not owned.
    void setModel(QAbstractItemModel *model);
    [[nodiscard]] TraceTable *table() const { return m_table; }
    [[nodiscard]] FrameDetail *detail() const { return m_detail; }
    /// Counts, Follow, Pause, Clear: for the corner of a tab bar; above the table unless moved elsewhere.
    [[nodiscard]] QWidget *tools() const { return m_tools; }
    [[nodiscard]] bool follows() const { return m_follow; }
    [[nodiscard]] std::optional<trace::CallId> selectedCall() const { return m_selected; }

public slots:
    void selectCall(rumpscope::trace::CallId id); ///< nothing if it has left the history; emits nothing
    void setFollow(bool follow);
    void setFrames(bool shown);      ///< frames as rows of their own below their calls
    void setPaused(bool paused);     ///< shows the state; emits nothing
    void setFiltered(bool filtered); ///< what an empty table says
    /// `evicted`: calls that have left the history.
    void setCounts(quint64 calls, quint64 evicted);

signals:
    void callSelected(rumpscope::trace::CallId id);
    void followChanged(bool follow);
    void pauseRequested(bool paused);
    void clearRequested();
    void noteRequested(rumpscope::trace::CallId id);
    void bookmarkRequested(rumpscope::trace::CallId id);          ///< set it, or take it back
    void filterRequested(const QString &condition, bool negated); ///< narrow it down to this, or to the rest

private:
    void buildTable();
    void buildTools();
    void applyFont();
    void currentChanged(const QModelIndex &current);
    void rowsGone(int first, int last);
    void toEnd();
    void copy();
    void showMenu(const QPoint &at);
    void addCopyMenu(QMenu *menu, const QModelIndex &call);
    void addCompare(QMenu *menu);
    void reselect();
    void addNoteMenu(QMenu *menu, const QModelIndex &call);
    void addFilterMenus(QMenu *menu, const QModelIndex &source);
    [[nodiscard]] int sourceRowOf(trace::CallId id) const;

    TraceRows *m_rows;
    TraceTable *m_table;
    FrameDetail *m_detail;
    EmptyState *m_empty = nullptr;
    RedrawGate *m_gate;
    QWidget *m_tools;
    ElidedLabel *m_counts = nullptr;
    QAction *m_followAction = nullptr;
    QAction *m_pauseAction = nullptr;
    QAction *m_framesAction = nullptr;
    std::optional<trace::CallId> m_selected;
    bool m_follow = true;
    bool m_scrolling = false; ///< by us
    bool m_selecting = false; ///< by us

protected:
    void changeEvent(QEvent *event) override;
};

} // namespace rumpscope::ui
