// SPDX-License-Identifier: GPL-3.0-or-later
// Expert remarks: what a person would say of this trace, with links to the evidence.
#pragma once

#include "ui/kit/call_id.h"
#include "ui/panes/remarks/remarks_model.h"

#include <QWidget>

class QListView;
class QToolButton;

namespace rumpscope::ui {

class EmptyState;

class RemarksView : public QWidget
{
    Q_OBJECT
public:
    explicit RemarksView(QWidget *parent = nullptr);

    void setModel(RemarksModel *model); ///< not owned
    [[nodiscard]] QListView *list() const { return m_list; }
    [[nodiscard]] QToolButton *silencedButton() const { return m_silenced; }

signals:
    /// A call the remark speaks of; each further request for the same remark shows the next one.
    void evidenceRequested(rumpscope::trace::CallId id);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void showEvidence(const QModelIndex &index);
    void showMenu(const QPoint &at);
    void fillSilenced();
    void showSilenced();

    QListView *m_list;
    QToolButton *m_silenced;
    EmptyState *m_empty;
    RemarksModel *m_model = nullptr;
    quint32 m_lastRemark = 0;
    qsizetype m_nextEvidence = 0;
};

} // namespace rumpscope::ui
