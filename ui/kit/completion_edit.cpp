// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/completion_edit.h"

#include "ui/kit/candidate_delegate.h"
#include "ui/kit/expression_check.h"
#include "ui/kit/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QCoreApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTextCharFormat>

namespace rumpscope::ui {

CompletionEdit::CompletionEdit(Complete complete, QWidget *parent)
    : QLineEdit(parent)
    , m_complete(std::move(complete))
    , m_popup(new QCompleter(this))
    , m_candidates(new QStandardItemModel(this))
{
    m_popup->setModel(m_candidates);
    m_popup->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_popup->setMaxVisibleItems(10);
    m_popup->setWidget(this);
    m_popup->popup()->setItemDelegate(new CandidateDelegate(m_popup));
    connect(m_popup, qOverload<const QModelIndex &>(&QCompleter::activated), this,
            [this](const QModelIndex &index) { insert(index.data().toString()); });
    connect(this, &QLineEdit::textEdited, this, [this] {
        m_recalled = -1;
        suggest(false);
    });
    connect(this, &QLineEdit::cursorPositionChanged, this, [this] {
        if (!m_popup->popup()->isVisible())
            suggest(false);
    });
}

void CompletionEdit::suggest(bool asked)
{
    const QByteArray utf8 = text().toUtf8();
    const auto found = m_complete(std::string_view(utf8.constData(), static_cast<std::size_t>(utf8.size())),
                                  static_cast<std::size_t>(utf8Offset(text(), cursorPosition())));
    m_begin = positionOf(utf8, found.begin);
    m_end = positionOf(utf8, found.end);
    emit hintChanged(QString::fromStdString(found.hint));

    const QString typed = text().mid(m_begin, m_end - m_begin);
    const bool wanted = asked || (hasFocus() && !typed.isEmpty() && isModified());
    const bool already =
        found.candidates.size() == 1 && QString::fromStdString(found.candidates.front().text) == typed;
    if (!wanted || already || found.candidates.empty()) {
        m_popup->popup()->hide();
        return;
    }
    m_candidates->clear();
    for (const call::Candidate &candidate : found.candidates) {
        auto *item = new QStandardItem(QString::fromStdString(candidate.text));
        item->setData(QString::fromStdString(candidate.note), CandidateDelegate::NoteRole);
        m_candidates->appendRow(item);
    }
    const QAbstractItemView *list = m_popup->popup();
    const int wide = list->sizeHintForColumn(0) + list->verticalScrollBar()->sizeHint().width() + 8;
    QRect place = rect();
    place.setWidth(std::clamp(wide, fontMetrics().averageCharWidth() * 24, std::max(width(), 240)));
    place.moveLeft(std::max(0, std::min(cursorRect().left(), width() - place.width())));
    m_popup->complete(place);
}

void CompletionEdit::insert(const QString &candidate)
{
    QString changed = text();
    changed.replace(m_begin, m_end - m_begin, candidate);
    setText(changed);
    setCursorPosition(m_begin + static_cast<int>(candidate.size()));
    setModified(true);
    emit textEdited(changed);
}

void CompletionEdit::recall(int step)
{
    if (m_history.isEmpty() || (m_recalled < 0 && step > 0))
        return;
    if (m_recalled < 0) {
        m_draft = text();
        m_recalled = static_cast<int>(m_history.size());
    }
    const int wanted = m_recalled + step;
    if (wanted < 0)
        return;
    if (wanted >= m_history.size()) {
        m_recalled = -1;
        setText(m_draft);
    } else {
        m_recalled = wanted;
        setText(m_history.at(wanted));
    }
}

void CompletionEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Up)
        return recall(-1);
    if (event->key() == Qt::Key_Down)
        return recall(1);
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier)
        return suggest(true);
    if (event->key() == Qt::Key_Escape && !m_popup->popup()->isVisible())
        return emit escaped();
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && m_popup->popup()->isVisible()) {
        if (m_popup->popup()->currentIndex().isValid())
            return event->ignore(); // the completer takes the chosen candidate
        m_popup->popup()->hide();
    }
    QLineEdit::keyPressEvent(event);
}

bool CompletionEdit::event(QEvent *event)
{
    // Tab completes while there is something to complete, and moves on otherwise.
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Tab &&
        m_popup->popup()->isVisible() && m_candidates->rowCount() > 0) {
        const QModelIndex chosen = m_popup->popup()->currentIndex();
        insert((chosen.isValid() ? chosen : m_candidates->index(0, 0)).data().toString());
        return true;
    }
    return QLineEdit::event(event);
}

void CompletionEdit::underline(int position, int length)
{
    // QLineEdit shows formats only as those of an input method: an empty one changes no text.
    QList<QInputMethodEvent::Attribute> attributes;
    if (length > 0) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(Theme::of(this).colour(Hue::Error));
        attributes.append({QInputMethodEvent::TextFormat, position - cursorPosition(), length, format});
    }
    QInputMethodEvent formats(QString(), attributes);
    QCoreApplication::sendEvent(this, &formats);
}

} // namespace rumpscope::ui
