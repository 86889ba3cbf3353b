// SPDX-License-Identifier: GPL-3.0-or-later
// The ladder: who said what to the kernel, and when. A picture, and the table behind it.
#pragma once

#include "ui/kit/call_id.h"

#include <QWidget>

class QLabel;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace rumpscope::ui {

class EmptyState;
class LadderCanvas;
class LadderModel;

class LadderView : public QWidget
{
    Q_OBJECT
public:
    explicit LadderView(QWidget *parent = nullptr);

    void setModel(LadderModel *model); ///< not owned; worked only while the view is seen
    [[nodiscard]] LadderCanvas *canvas() const { return m_canvas; }
    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] QWidget *tools() const { return m_tools; } ///< for the corner of a tab bar
    [[nodiscard]] bool showsTable() const;

public slots:
    void selectCall(rumpscope::trace::CallId id); ///< emits nothing
    void setShowsTable(bool table);

signals:
    void callSelected(rumpscope::trace::CallId id);
    void notice(const QString &sentence); ///< what went wrong with an export

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildTools();
    void buildTable();
    void exportAs();
    void copyMermaid();
    void showCounts();
    [[nodiscard]] int firstRow() const;

    QStackedWidget *m_stack;
    LadderCanvas *m_canvas;
    QTableView *m_table;
    QWidget *m_tools;
    QLabel *m_counts;
    QToolButton *m_tableButton;
    QToolButton *m_followButton;
    EmptyState *m_empty = nullptr;
    LadderModel *m_model = nullptr;
    bool m_selecting = false; ///< by us
};

} // namespace rumpscope::ui
