// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/empty_state.h"

#include <QAbstractItemView>
#include <QEvent>

namespace rumpscope::ui {

EmptyState::EmptyState(QAbstractItemView *view, const QString &sentence)
    : QLabel(sentence, view->viewport())
    , m_view(view)
{
    setWordWrap(true);
    setAlignment(Qt::AlignCenter);
    setMargin(12);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setForegroundRole(QPalette::PlaceholderText);
    view->viewport()->installEventFilter(this);
    watch();
}

void EmptyState::watch()
{
    for (const auto &connection : std::as_const(m_connections))
        disconnect(connection);
    m_connections.clear();
    if (const QAbstractItemModel *model = m_view->model()) {
        m_connections << connect(model, &QAbstractItemModel::rowsInserted, this, &EmptyState::refresh)
                      << connect(model, &QAbstractItemModel::rowsRemoved, this, &EmptyState::refresh)
                      << connect(model, &QAbstractItemModel::modelReset, this, &EmptyState::refresh);
    }
    refresh();
}

void EmptyState::setSentence(const QString &sentence)
{
    setText(sentence);
    refresh();
}

bool EmptyState::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        setGeometry(m_view->viewport()->rect());
    return QLabel::eventFilter(object, event);
}

void EmptyState::refresh()
{
    const bool empty = !m_view->model() || m_view->model()->rowCount(m_view->rootIndex()) == 0;
    setGeometry(m_view->viewport()->rect());
    setVisible(empty);
    // A reader that cannot see the overlay hears it as the list's description.
    m_view->setAccessibleDescription(empty ? text() : QString());
}

} // namespace rumpscope::ui
