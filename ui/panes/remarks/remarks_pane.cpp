// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/remarks/remarks_pane.h"

#include "ui/kit/scope.h"
#include "ui/panes/remarks/remarks_model.h"
#include "ui/panes/remarks/remarks_view.h"

#include <QToolButton>

namespace rumpscope::ui {

namespace {

const QString kSilenced = QStringLiteral("remarks/silenced");

PaneView make(Scope &scope)
{
    auto *view = new RemarksView;
    auto *model = new RemarksModel(scope.workbench, {}, view);
    Scope *all = &scope;
    model->setSilencedRules(scope.settings.value(kSilenced).toStringList());
    view->setModel(model);
    auto *count = new QToolButton;
    count->setAutoRaise(true);
    count->setToolTip(RemarksView::tr("Show the remarks"));
    scope.indicators.add(count);
    QObject::connect(count, &QToolButton::clicked, &scope, [all] { all->open(QStringLiteral("remarks")); });
    const auto showCount = [view, count](int remarks) {
        view->setWindowTitle(remarks == 0 ? RemarksView::tr("Remarks")
                                          : RemarksView::tr("Remarks %1").arg(remarks));
        count->setText(RemarksView::tr("▲ %n remark(s)", nullptr, remarks));
        count->setVisible(remarks > 0);
    };
    QObject::connect(model, &RemarksModel::countChanged, count, showCount);
    showCount(0);
    QObject::connect(model, &RemarksModel::silencedChanged, view,
                     [all, model] { all->settings.setValue(kSilenced, model->silencedRules()); });
    QObject::connect(view, &RemarksView::evidenceRequested, &scope.selection, &Selection::reveal);
    return {.widget = view};
}

} // namespace

Pane remarksPane()
{
    return {.id = QStringLiteral("remarks"),
            .title = RemarksView::tr("Remarks"),
            .place = Pane::Place::Centre,
            .make = make,
            .keys = Qt::CTRL | Qt::Key_4};
}

} // namespace rumpscope::ui
