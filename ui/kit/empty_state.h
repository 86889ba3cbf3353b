// SPDX-License-Identifier: GPL-3.0-or-later
// A sentence in the middle of a list that has nothing to show, and what to do about it.
#pragma once

#include <QLabel>
#include <QMetaObject>

class QAbstractItemView;

namespace rumpscope::ui {

class EmptyState : public QLabel
{
    Q_OBJECT
public:
    /// Lies over `view`'s viewport while its model has no rows. Call watch() after each setModel.
    EmptyState(QAbstractItemView *view, const QString &sentence);
    void watch();
    void setSentence(const QString &sentence);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void refresh();
    QAbstractItemView *m_view;
    QList<QMetaObject::Connection> m_connections;
};

} // namespace rumpscope::ui
