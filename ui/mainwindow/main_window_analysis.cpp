// SPDX-License-Identifier: GPL-3.0-or-later
// Filter, ladder and remarks: views that look at the same calls.
#include "ui/mainwindow/main_window.h"
#include "ui/mainwindow/window_settings.h"
#include "ui/panes/filter/filter_bar.h"
#include "ui/panes/ladder/ladder_view.h"
#include "ui/panes/remarks/remarks_view.h"
#include "ui/panes/status/status_line.h"
#include "ui/panes/trace/trace_view.h"

#include <QTabWidget>
#include <QToolButton>

namespace rumpscope::ui {

void MainWindow::wireFilter()
{
    m_filterBar->setNames([this] { return m_trace.processNames(); });
    connect(m_filterBar, &FilterBar::filterChanged, this, [this](const trace::Filter &filter) {
        m_traceView->setFiltered(!filter.passesAll());
        m_trace.setFilter(filter);
        m_matches.filterChanged();
        m_series.setFilter(filter);
        showCounts();
    });
    connect(m_filterBar, &FilterBar::remembered, this, &MainWindow::rememberFilters);
    connect(m_traceView, &TraceView::filterRequested, m_filterBar, &FilterBar::narrow);
    connect(&m_trace, &TraceModel::settled, this, &MainWindow::selectWanted);
}

void MainWindow::rememberFilters()
{
    if (!m_remembers)
        return;
    WindowSettings::setFilterHistory(m_filterBar->history());
    WindowSettings::setSavedFilters(m_filterBar->saved());
}

void MainWindow::setFilter(const QString &text)
{
    m_filterBar->apply(text);
}

void MainWindow::wireLadder()
{
    m_ladderView->setModel(&m_ladder);
    connect(m_ladderView, &LadderView::callSelected, this, &MainWindow::select);
    connect(m_ladderView, &LadderView::notice, m_status, &StatusLine::showNotice);
}

void MainWindow::wireRemarks()
{
    m_remarksView->setModel(&m_remarks);
    m_remarkCount->setAutoRaise(true);
    m_remarkCount->setToolTip(tr("Show the remarks"));
    m_status->addPermanent(m_remarkCount);
    connect(m_remarkCount, &QToolButton::clicked, this, &MainWindow::showRemarks);
    const auto showCount = [this](int count) {
        const int tab = m_tabs->indexOf(m_remarksView);
        m_tabs->setTabText(tab, count == 0 ? tr("Remarks") : tr("Remarks %1").arg(count));
        m_remarkCount->setText(tr("▲ %n remark(s)", nullptr, count));
        m_remarkCount->setVisible(count > 0);
    };
    connect(&m_remarks, &RemarksModel::countChanged, this, showCount);
    showCount(0);
    connect(&m_remarks, &RemarksModel::silencedChanged, this, [this] {
        if (m_remembers)
            WindowSettings::setSilencedRules(m_remarks.silencedRules());
    });
    connect(m_remarksView, &RemarksView::evidenceRequested, this, &MainWindow::showEvidence);
}

/// A link leads to its call even where the filter hides it.
void MainWindow::showEvidence(trace::CallId id)
{
    if (!m_workbench.store().indexOf(id)) {
        m_status->showNotice(tr("That call has left the history."));
        return;
    }
    showTrace();
    m_wanted = id;
    if (!m_trace.indexOfCall(id).isValid() && !m_trace.isLooking() && !m_filterBar->applied().isEmpty()) {
        m_filterBar->apply({});
        m_status->showNotice(tr("The filter was cleared to show this call; Up in its line brings it back."));
    }
    selectWanted();
}

void MainWindow::selectWanted()
{
    if (!m_wanted || !m_trace.indexOfCall(*m_wanted).isValid())
        return;
    const trace::CallId id = *m_wanted;
    m_wanted.reset();
    select(id);
}

void MainWindow::showLadder()
{
    m_tabs->setCurrentWidget(m_ladderView);
}

void MainWindow::showRemarks()
{
    m_tabs->setCurrentWidget(m_remarksView);
}

} // namespace rumpscope::ui
