// SPDX-License-Identifier: GPL-3.0-or-later
// One line with completion at the cursor, recall with Up and Down, mistakes underlined.
#pragma once

#include "clientcore/call/complete.h"

#include <QLineEdit>
#include <QStringList>

#include <functional>

class QCompleter;
class QStandardItemModel;

namespace rumpscope::ui {

class CompletionEdit : public QLineEdit
{
    Q_OBJECT
public:
    /// Candidates at a cursor, both in bytes of UTF-8.
    using Complete = std::function<call::Completion(std::string_view text, std::size_t cursor)>;
    explicit CompletionEdit(Complete complete, QWidget *parent = nullptr);

    void setHistory(const QStringList &history)
    {
        m_history = history;
        m_recalled = -1;
    }                                         ///< oldest first
    void underline(int position, int length); ///< length 0: none
    [[nodiscard]] QCompleter *popup() const { return m_popup; }

signals:
    /// The prototype of the call around the cursor, its current argument in «guillemets»; may be empty.
    void hintChanged(const QString &prototype);
    void escaped(); ///< Escape with no candidates to hide

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    void suggest(bool asked);
    void insert(const QString &candidate);
    void recall(int step);

    const Complete m_complete;
    QCompleter *m_popup;
    QStandardItemModel *m_candidates;
    int m_begin = 0; ///< what a candidate replaces
    int m_end = 0;
    QStringList m_history;
    int m_recalled = -1; ///< index into m_history; -1: the draft
    QString m_draft;
};

} // namespace rumpscope::ui
