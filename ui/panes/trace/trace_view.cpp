// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/trace/trace_view.h"

#include "ui/kit/card.h"
#include "ui/kit/elided_label.h"
#include "ui/kit/empty_state.h"
#include "ui/kit/format.h"
#include "ui/kit/icons.h"
#include "ui/kit/record_copy.h"
#include "ui/kit/redraw_gate.h"
#include "ui/kit/theme.h"
#include "ui/panes/trace/compare_dialog.h"
#include "ui/panes/trace/frame_detail.h"
#include "ui/panes/trace/trace_rows.h"
#include "ui/panes/trace/trace_table.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QScrollBar>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <set>
#include <utility>

namespace rumpscope::ui {

namespace {

trace::CallId idOf(const QModelIndex &index)
{
    return static_cast<trace::CallId>(index.data(TraceModel::CallIdRole).toULongLong());
}

QToolButton *makeButton(QAction *action, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setAccessibleName(action->text());
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

TraceView::TraceView(QWidget *parent)
    : QWidget(parent)
    , m_rows(new TraceRows(this))
    , m_table(new TraceTable(m_rows, this))
    , m_detail(new FrameDetail(this))
    , m_gate(new RedrawGate(this, [this] { toEnd(); }))
    , m_tools(new QWidget(this))
{
    buildTable();
    buildTools();
    auto *split = new QSplitter(Qt::Vertical, this);
    split->addWidget(m_table);
    split->addWidget(m_detail);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 1);
    split->setChildrenCollapsible(true);
    split->setCollapsible(0, false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_tools);
    column->addWidget(split, 1);
    applyFont();
    setFocusProxy(m_table);
    setCounts(0, 0);
}

void TraceView::buildTable()
{
    m_empty = new EmptyState(m_table, {});
    setFiltered(false);
    connect(m_table, &QWidget::customContextMenuRequested, this, &TraceView::showMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &TraceView::currentChanged);
    connect(m_rows, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_follow)
            m_gate->markDirty();
    });
    connect(m_rows, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) { rowsGone(first, last); });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_scrolling)
            setFollow(value == m_table->verticalScrollBar()->maximum());
    });
    auto *copyAction = new QAction(tr("Copy"), m_table);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(copyAction);
    connect(copyAction, &QAction::triggered, this, &TraceView::copy);
}

void TraceView::buildTools()
{
    m_counts = new ElidedLabel(m_tools); // the first to give way in a narrow window
    m_followAction = new QAction(symbolIcon(QStringLiteral("follow")), tr("Follow"), this);
    m_followAction->setToolTip(tr("Keep the latest call in sight"));
    m_followAction->setCheckable(true);
    m_followAction->setChecked(m_follow);
    m_pauseAction = new QAction(symbolIcon(QStringLiteral("pause")), tr("Pause"), this);
    m_pauseAction->setToolTip(tr("Hold the picture still; nothing is lost meanwhile"));
    m_pauseAction->setCheckable(true);
    m_framesAction = new QAction(symbolIcon(QStringLiteral("frames")), tr("Frames"), this);
    m_framesAction->setToolTip(tr("Show the frames of every call as rows below it"));
    m_framesAction->setCheckable(true);
    connect(m_framesAction, &QAction::triggered, this, &TraceView::setFrames);
    auto *clear = new QAction(symbolIcon(QStringLiteral("clear")), tr("Clear"), this);
    clear->setToolTip(tr("Forget the calls shown so far"));
    connect(m_followAction, &QAction::triggered, this, &TraceView::setFollow);
    connect(m_pauseAction, &QAction::triggered, this, &TraceView::pauseRequested);
    connect(clear, &QAction::triggered, this, &TraceView::clearRequested);
    auto *row = new QHBoxLayout(m_tools);
    row->setContentsMargins(12, 3, 6, 3);
    row->setSpacing(2);
    row->addWidget(m_counts);
    row->addStretch(1);
    for (QAction *action : {m_framesAction, m_followAction, m_pauseAction, clear})
        row->addWidget(makeButton(action, m_tools));
}

void TraceView::setModel(QAbstractItemModel *model)
{
    m_selected.reset();
    m_rows->setSourceModel(model);
    m_detail->setModel(model);
    toEnd();
}

void TraceView::applyFont()
{
    m_table->applyFont(Theme::monospaced(font()));
}

void TraceView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        applyFont();
    QWidget::changeEvent(event);
}

void TraceView::currentChanged(const QModelIndex &current)
{
    if (!current.isValid())
        return;
    const QModelIndex source = m_rows->toSource(current.siblingAtColumn(0));
    const bool isFrame = source.parent().isValid();
    m_detail->showCall(isFrame ? source.parent() : source,
                       isFrame ? std::optional(source.row()) : std::nullopt);
    m_selected = idOf(source);
    if (!m_selecting)
        emit callSelected(*m_selected);
}

int TraceView::sourceRowOf(trace::CallId id) const
{
    const QAbstractItemModel *source = m_rows->sourceModel();
    int low = 0;
    int high = source ? source->rowCount() : 0;
    const int count = high;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (idOf(source->index(middle, 0)) < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && idOf(source->index(low, 0)) == id ? low : -1;
}

void TraceView::selectCall(trace::CallId id)
{
    const int call = sourceRowOf(id);
    if (call < 0 || m_selected == id)
        return;
    setFollow(false);
    m_selecting = m_scrolling = true;
    const QModelIndex index = m_rows->index(m_rows->rowOfCall(call), 0);
    m_table->setCurrentIndex(index);
    m_table->scrollTo(index, QAbstractItemView::PositionAtCenter);
    m_selecting = m_scrolling = false;
}

void TraceView::setFollow(bool follow)
{
    m_followAction->setChecked(follow);
    if (follow == m_follow)
        return;
    m_follow = follow;
    if (follow)
        toEnd();
    emit followChanged(follow);
}

void TraceView::setFrames(bool shown)
{
    m_framesAction->setChecked(shown);
    if (m_rows->allUnfolded() == shown)
        return;
    m_rows->setAllUnfolded(shown);
    reselect();
}

/// After the rows were laid out anew.
void TraceView::reselect()
{
    const auto wanted = std::exchange(m_selected, std::nullopt);
    const bool follow = m_follow;
    if (wanted)
        selectCall(*wanted);
    setFollow(follow);
    toEnd();
}

void TraceView::toEnd()
{
    if (!m_follow)
        return;
    m_scrolling = true;
    m_table->scrollToBottom();
    m_scrolling = false;
}

void TraceView::rowsGone(int first, int last)
{
    QScrollBar *bar = m_table->verticalScrollBar();
    if (m_follow || first >= bar->value())
        return;
    m_scrolling = true; // what is being read stays where it is while the oldest calls leave
    bar->setValue(std::max(0, bar->value() - (last - first + 1)));
    m_scrolling = false;
}

void TraceView::setPaused(bool paused)
{
    m_pauseAction->setChecked(paused);
}

void TraceView::setFiltered(bool filtered)
{
    m_empty->setSentence(
        filtered ? tr("No call matches the filter.\nEscape in its line clears it.")
                 : tr("No calls yet.\nWhat processes ask of the kernel appears here as it happens."));
}

void TraceView::setCounts(quint64 calls, quint64 evicted)
{
    QString text = callsText(calls);
    if (evicted > 0)
        text += tr(" · the oldest %1 have left the history").arg(countText(evicted));
    m_counts->setText(text);
}

void TraceView::copy()
{
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    for (const QModelIndex &row : std::as_const(rows)) {
        QStringList cells;
        for (int column = 0; column < m_rows->columnCount(); ++column)
            cells << row.siblingAtColumn(column).data().toString();
        lines << cells.join(QLatin1Char('\t'));
    }
    if (!lines.isEmpty())
        QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void TraceView::showMenu(const QPoint &at)
{
    const QModelIndex clicked = m_table->indexAt(at);
    const QModelIndex index = clicked.isValid() ? clicked : m_table->currentIndex();
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const int row = m_rows->rowOfCall(m_rows->callAt(index.row()));
    addFilterMenus(menu, m_rows->toSource(m_rows->index(row, index.column())));
    menu->addAction(tr("&Copy the selected rows"), this, &TraceView::copy);
    addCopyMenu(menu->addMenu(tr("Copy the c&all as")), m_rows->index(row, 0));
    menu->addSeparator();
    addNoteMenu(menu, m_rows->index(row, 0));
    const bool unfolded = m_rows->isUnfolded(row);
    QAction *fold = menu->addAction(unfolded ? tr("&Fold the frames") : tr("Un&fold the frames"), this,
                                    [this, row, unfolded] { m_rows->setUnfolded(row, !unfolded); });
    fold->setEnabled(m_rows->canUnfold(row));
    menu->addAction(tr("Fold a&ll"), this, [this] {
        m_framesAction->setChecked(false);
        m_rows->foldAll();
        reselect();
    });
    addCompare(menu);
    m_table->fillColumnMenu(menu->addMenu(tr("Colu&mns")));
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

/// Of two calls that are selected, in the order they happened.
void TraceView::addCompare(QMenu *menu)
{
    std::set<int> calls;
    for (const QModelIndex &row : m_table->selectionModel()->selectedRows())
        calls.insert(m_rows->callAt(row.row()));
    QAction *compare = menu->addAction(tr("Co&mpare the two selected calls…"), this, [this, calls] {
        const auto record = [this](int call) {
            return m_rows->sourceModel()->index(call, 0).data(TraceModel::RecordRole).value<RecordPtr>();
        };
        auto *dialog = new CompareDialog(record(*calls.begin()), record(*calls.rbegin()), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->show();
    });
    compare->setEnabled(calls.size() == 2);
}

void TraceView::addNoteMenu(QMenu *menu, const QModelIndex &call)
{
    const trace::CallId id{call.data(TraceModel::CallIdRole).toULongLong()};
    const bool marked = call.data(TraceModel::NoteRole).toString().startsWith(QStringLiteral("★"));
    menu->addAction(tr("&Note…"), this, [this, id] { emit noteRequested(id); });
    menu->addAction(marked ? tr("Remove the &bookmark") : tr("&Bookmark"), this,
                    [this, id] { emit bookmarkRequested(id); });
    menu->addSeparator();
}

/// Forms that the call does not have are there, but cannot be chosen.
void TraceView::addCopyMenu(QMenu *menu, const QModelIndex &call)
{
    const std::pair<QString, CopyForm> forms[] = {{tr("&Expression"), CopyForm::Expression},
                                                  {tr("&C with rump_sys_…"), CopyForm::C},
                                                  {tr("&rumpscope-cli command"), CopyForm::Command},
                                                  {tr("&JSON"), CopyForm::Json},
                                                  {tr("Bytes in &hexadecimal"), CopyForm::Hex}};
    for (const auto &[title, form] : forms) {
        const QString text = call.data(TraceModel::CopyRole + static_cast<int>(form)).toString();
        menu->addAction(title, this, [text] { QApplication::clipboard()->setText(text); })
            ->setEnabled(!text.isEmpty());
    }
}

/// What was clicked on comes first, other facts of the call below.
void TraceView::addFilterMenus(QMenu *menu, const QModelIndex &source)
{
    const QString clicked = source.data(TraceModel::ConditionRole).toString();
    QStringList conditions = source.data(TraceModel::ConditionsRole).toStringList();
    conditions.removeAll(clicked);
    if (!clicked.isEmpty())
        conditions.prepend(clicked);
    if (conditions.isEmpty())
        return;
    for (const bool negated : {false, true}) {
        QMenu *part = menu->addMenu(negated ? tr("&Not this") : tr("&Only this"));
        for (const QString &condition : std::as_const(conditions)) {
            QString shown = condition; // a single & would underline a letter
            part->addAction(shown.replace(QLatin1Char('&'), QStringLiteral("&&")), this,
                            [this, condition, negated] { emit filterRequested(condition, negated); });
        }
    }
    menu->addSeparator();
}

} // namespace rumpscope::ui
