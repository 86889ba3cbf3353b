// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/filter/filter_pane.h"

#include "ui/kit/scope.h"
#include "ui/panes/filter/filter_bar.h"

namespace rumpscope::ui {

namespace {

const QString kHistory = QStringLiteral("filter/history");
const QString kSaved = QStringLiteral("filter/saved");

PaneView make(Scope &scope)
{
    auto *bar = new FilterBar;
    Scope *all = &scope;
    bar->setHistory(scope.settings.value(kHistory).toStringList());
    bar->setSaved(scope.settings.texts(kSaved));
    bar->setNames([all] { return all->calls.processNames(); });
    const auto showCounts = [all, bar] {
        bar->setCounts(all->calls.shown(), all->calls.all(), all->calls.isLooking());
    };
    QObject::connect(bar, &FilterBar::filterChanged, bar,
                     [all, bar, showCounts](const trace::Filter &filter) {
                         all->filter.set(filter, bar->applied());
                         showCounts();
                     });
    QObject::connect(bar, &FilterBar::remembered, bar, [all, bar] {
        all->settings.setValue(kHistory, bar->history());
        all->settings.setTexts(kSaved, bar->saved());
    });
    QObject::connect(&scope.filter, &CallFilter::asked, bar, &FilterBar::apply);
    QObject::connect(&scope.filter, &CallFilter::narrowed, bar, &FilterBar::narrow);
    QObject::connect(&scope, &Scope::counted, bar, showCounts);
    scope.commands.add({.id = QStringLiteral("view.filter"),
                        .text = FilterBar::tr("&Filter"),
                        .menu = CommandMenu::View,
                        .keys = Qt::CTRL | Qt::Key_F,
                        .run =
                            [bar](const QVariant &text) {
                                if (text.isValid())
                                    bar->apply(text.toString());
                                else
                                    bar->focusEdit();
                            },
                        .tip = FilterBar::tr("Show only the calls that fulfil a condition")});
    return {.widget = bar};
}

} // namespace

Pane filterPane()
{
    return {.id = QStringLiteral("filter"),
            .title = FilterBar::tr("Filter"),
            .place = Pane::Place::Top,
            .make = make};
}

} // namespace rumpscope::ui
