// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/trace/trace_pane.h"

#include "ui/kit/scope.h"
#include "ui/panes/trace/trace_table.h"
#include "ui/panes/trace/trace_view.h"

namespace rumpscope::ui {

namespace {

const QString kColumns = QStringLiteral("window/trace columns");

/// Leads to a call, through the filter where that hides it.
class Revealer : public QObject
{
public:
    Revealer(Scope &scope, QObject *parent)
        : QObject(parent)
        , m_scope(scope)
    {
        connect(&scope.selection, &Selection::revealWanted, this, &Revealer::reveal);
        connect(&scope.calls, &TraceModel::settled, this, &Revealer::select);
    }

private:
    void reveal(trace::CallId id)
    {
        if (!m_scope.workbench.store().indexOf(id))
            return m_scope.say(TraceView::tr("That call has left the history."));
        m_scope.open(QStringLiteral("trace"));
        m_wanted = id;
        const TraceModel &calls = m_scope.calls;
        if (!calls.indexOfCall(id).isValid() && !calls.isLooking() && !m_scope.filter.text().isEmpty()) {
            m_scope.filter.ask({});
            m_scope.say(
                TraceView::tr("The filter was cleared to show this call; Up in its line brings it back."));
        }
        select();
    }
    void select()
    {
        if (!m_wanted || !m_scope.calls.indexOfCall(*m_wanted).isValid())
            return;
        const trace::CallId id = *m_wanted;
        m_wanted.reset();
        m_scope.selection.setCall(id);
    }

    Scope &m_scope;
    std::optional<trace::CallId> m_wanted; ///< to be selected once the filter lets it in
};

void setPaused(Scope &scope, TraceView *view, bool paused)
{
    scope.workbench.setPaused(paused);
    scope.axis.setPaused(paused);
    view->setPaused(paused);
    scope.commands.refreshSoon();
}

void addViewCommands(Scope &scope, TraceView *view)
{
    Scope *all = &scope;
    scope.commands.add({.id = QStringLiteral("view.own-calls"),
                        .text = TraceView::tr("Show rumpscope's &own calls"),
                        .menu = CommandMenu::View,
                        .run = [all](const QVariant &) { all->calls.setShowOwn(!all->calls.showOwn()); },
                        .separated = true,
                        .isOn = [all] { return all->calls.showOwn(); }});
    scope.commands.add({.id = QStringLiteral("view.follow"),
                        .text = TraceView::tr("Follow the &latest call"),
                        .menu = CommandMenu::View,
                        .run = [view](const QVariant &) { view->setFollow(!view->follows()); },
                        .isOn = [view] { return view->follows(); }});
    scope.commands.add(
        {.id = QStringLiteral("view.pause"),
         .text = TraceView::tr("&Pause"),
         .menu = CommandMenu::View,
         .run = [all, view](const QVariant &) { setPaused(*all, view, !all->workbench.isPaused()); },
         .tip = TraceView::tr("Hold the picture still; nothing is lost meanwhile"),
         .isOn = [all] { return all->workbench.isPaused(); }});
    scope.commands.add({.id = QStringLiteral("view.clear"),
                        .text = TraceView::tr("&Clear the history"),
                        .menu = CommandMenu::View,
                        .run = [all](const QVariant &) { all->workbench.clearHistory(); },
                        .tip = TraceView::tr("Forget the calls shown so far")});
    QObject::connect(view, &TraceView::followChanged, &scope.commands, &Commands::refreshSoon);
    QObject::connect(view, &TraceView::pauseRequested, view,
                     [all, view](bool paused) { setPaused(*all, view, paused); });
    QObject::connect(view, &TraceView::clearRequested, view,
                     [all] { all->commands.run(QStringLiteral("view.clear")); });
}

void addCallCommands(Scope &scope, TraceView *view)
{
    Scope *all = &scope;
    scope.commands.add({.id = QStringLiteral("call.latest"),
                        .text = TraceView::tr("Select the &latest call"),
                        .menu = CommandMenu::Call,
                        .run = [all](const QVariant &) {
                            const QModelIndex last = all->calls.index(all->calls.rowCount() - 1, 0);
                            if (last.isValid())
                                all->selection.setCall(
                                    trace::CallId{last.data(TraceModel::CallIdRole).toULongLong()});
                        }});
    const auto about = [all](const char *command) {
        return [all, id = QString::fromLatin1(command)](trace::CallId call) {
            all->commands.run(id, QVariant(static_cast<quint64>(call)));
        };
    };
    QObject::connect(view, &TraceView::noteRequested, view, about("call.note"));
    QObject::connect(view, &TraceView::bookmarkRequested, view, about("call.bookmark"));
}

PaneView make(Scope &scope)
{
    auto *view = new TraceView;
    Scope *all = &scope;
    view->setModel(&scope.calls);
    view->table()->setColumns(scope.settings.value(kColumns).toByteArray());
    QObject::connect(&scope, &Scope::saving, view,
                     [all, view] { all->settings.setValue(kColumns, view->table()->columns()); });
    QObject::connect(&scope, &Scope::counted, view,
                     [all, view] { view->setCounts(all->calls.seen(), all->calls.gone()); });
    QObject::connect(&scope.filter, &CallFilter::changed, view,
                     [all, view] { view->setFiltered(!all->filter.filter().passesAll()); });
    QObject::connect(view, &TraceView::filterRequested, &scope.filter, &CallFilter::narrow);
    QObject::connect(view, &TraceView::callSelected, &scope.selection, &Selection::setCall);
    QObject::connect(&scope.selection, &Selection::callChanged, view, &TraceView::selectCall);
    new Revealer(scope, view);
    addViewCommands(scope, view);
    addCallCommands(scope, view);
    return {.widget = view, .tools = view->tools()};
}

} // namespace

Pane tracePane()
{
    return {.id = QStringLiteral("trace"),
            .title = TraceView::tr("Trace"),
            .place = Pane::Place::Centre,
            .make = make,
            .keys = Qt::CTRL | Qt::Key_1,
            .frontIn = {Layout::Explore, Layout::Debug}};
}

} // namespace rumpscope::ui
