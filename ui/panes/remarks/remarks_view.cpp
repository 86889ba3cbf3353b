// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/remarks/remarks_view.h"

#include "ui/kit/empty_state.h"
#include "ui/panes/remarks/remark_delegate.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QListView>
#include <QMenu>
#include <QMouseEvent>
#include <QToolButton>
#include <QVBoxLayout>

namespace rumpscope::ui {

RemarksView::RemarksView(QWidget *parent)
    : QWidget(parent)
    , m_list(new QListView(this))
    , m_silenced(new QToolButton(this))
    , m_empty(new EmptyState(m_list, tr("Nothing to remark on.\nWhat looks wrong or slow in the trace is "
                                        "said here, with a link to it.")))
{
    m_list->setItemDelegate(new RemarkDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setAccessibleName(tr("Remarks"));
    m_list->viewport()->installEventFilter(this);
    m_list->viewport()->setMouseTracking(true);
    connect(m_list, &QWidget::customContextMenuRequested, this, &RemarksView::showMenu);
    connect(m_list, &QAbstractItemView::activated, this, &RemarksView::showEvidence);

    m_silenced->setAutoRaise(true);
    m_silenced->setPopupMode(QToolButton::InstantPopup);
    m_silenced->setMenu(new QMenu(m_silenced));
    m_silenced->setToolTip(tr("Kinds of remarks that are not shown"));
    m_silenced->hide();
    connect(m_silenced->menu(), &QMenu::aboutToShow, this, &RemarksView::fillSilenced);
    auto *footer = new QHBoxLayout;
    footer->setContentsMargins(8, 0, 8, 4);
    footer->addWidget(m_silenced);
    footer->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_list, 1);
    column->addLayout(footer);
    setFocusProxy(m_list);
}

void RemarksView::setModel(RemarksModel *model)
{
    m_model = model;
    m_list->setModel(model);
    m_list->setModelColumn(RemarksModel::TextColumn);
    m_empty->watch();
    connect(model, &RemarksModel::silencedChanged, this, &RemarksView::showSilenced);
    showSilenced();
}

void RemarksView::showSilenced()
{
    const auto rules = static_cast<int>(m_model->silencedRules().size());
    m_silenced->setVisible(rules > 0);
    m_silenced->setText(tr("%n kind(s) silenced", nullptr, rules));
}

void RemarksView::fillSilenced()
{
    QMenu *menu = m_silenced->menu();
    menu->clear();
    for (const QString &rule : m_model->silencedRules())
        menu->addAction(tr("Show again: %1").arg(RemarksModel::titleOf(rule)), this,
                        [this, rule] { m_model->setSilenced(rule, false); });
}

void RemarksView::showEvidence(const QModelIndex &index)
{
    const auto evidence = index.data(RemarksModel::EvidenceRole).value<QList<quint64>>();
    if (evidence.isEmpty())
        return;
    const quint32 remark = index.data(RemarksModel::IdRole).toUInt();
    m_nextEvidence = remark == m_lastRemark ? m_nextEvidence % evidence.size() : 0;
    m_lastRemark = remark;
    emit evidenceRequested(trace::CallId{evidence.at(m_nextEvidence++)});
}

bool RemarksView::eventFilter(QObject *object, QEvent *event)
{
    constexpr int kNear = 4; ///< pixels around the link
    if (event->type() == QEvent::MouseButtonRelease || event->type() == QEvent::MouseMove) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        const QPoint at = mouse->position().toPoint();
        const QModelIndex index = m_list->indexAt(at);
        QStyleOptionViewItem option;
        option.font = m_list->font();
        option.rect = m_list->visualRect(index);
        const QRect link = index.isValid() ? RemarkDelegate::linkRect(option, index) : QRect();
        const bool onLink = link.isValid() && link.adjusted(-kNear, -kNear, kNear, kNear).contains(at);
        m_list->viewport()->setCursor(onLink ? Qt::PointingHandCursor : Qt::ArrowCursor);
        if (onLink && event->type() == QEvent::MouseButtonRelease && mouse->button() == Qt::LeftButton)
            showEvidence(index);
    }
    return QWidget::eventFilter(object, event);
}

void RemarksView::showMenu(const QPoint &at)
{
    const QModelIndex index = m_list->indexAt(at);
    if (!index.isValid())
        return;
    const quint32 id = index.data(RemarksModel::IdRole).toUInt();
    const QString rule = index.data(RemarksModel::RuleRole).toString();
    const QString text = index.data(Qt::AccessibleTextRole).toString();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *show = menu->addAction(tr("&Show the call"), this,
                                    [this, place = QPersistentModelIndex(index)] { showEvidence(place); });
    show->setEnabled(!index.data(RemarksModel::EvidenceRole).value<QList<quint64>>().isEmpty());
    menu->addAction(tr("&Copy"), this, [text] { QApplication::clipboard()->setText(text); });
    menu->addSeparator();
    menu->addAction(tr("&Dismiss this remark"), this, [this, id] { m_model->dismiss(id); });
    menu->addAction(tr("S&ilence this kind: %1").arg(RemarksModel::titleOf(rule)), this,
                    [this, rule] { m_model->setSilenced(rule, true); });
    menu->popup(m_list->viewport()->mapToGlobal(at));
}

} // namespace rumpscope::ui
