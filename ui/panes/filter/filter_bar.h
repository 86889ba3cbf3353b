// SPDX-License-Identifier: GPL-3.0-or-later
// The one line that filters every view: completion, mistakes below it, saved filters, history.
#pragma once

#include "clientcore/filter/filter.h"

#include <QMap>
#include <QStringList>
#include <QWidget>

class QLabel;
class QMenu;
class QToolButton;

namespace rumpscope::ui {

class CompletionEdit;
class ElidedLabel;

class FilterBar : public QWidget
{
    Q_OBJECT
public:
    explicit FilterBar(QWidget *parent = nullptr);

    [[nodiscard]] CompletionEdit *edit() const { return m_edit; }
    [[nodiscard]] QString text() const;                         ///< as it is typed
    [[nodiscard]] QString applied() const { return m_applied; } ///< text of the filter that is on
    [[nodiscard]] QString message() const;                      ///< the mistake; empty without one
    [[nodiscard]] QString counts() const;
    /// Filled as it is shown.
    [[nodiscard]] QMenu *savedMenu() const { return m_menu; }

    /// Types and applies it; what does not compile stays in the line with its mistake.
    void apply(const QString &text);
    /// Narrows what is on: && `condition`, or what does not fulfil it.
    void narrow(const QString &condition, bool negated);
    void focusEdit();

    /// Command names for the completion; asked for when it is shown.
    void setNames(std::function<std::vector<std::string>()> names);
    /// "14 of 1 204 331", or nothing while no filter is on. `looking`: the history is still being read.
    void setCounts(quint64 shown, quint64 all, bool looking);

    void setHistory(const QStringList &history); ///< oldest first
    [[nodiscard]] QStringList history() const { return m_history; }
    void setSaved(const QMap<QString, QString> &saved) { m_saved = saved; } ///< texts by name
    [[nodiscard]] QMap<QString, QString> saved() const { return m_saved; }

    static constexpr int kHistory = 50;
    static constexpr int kSaved = 100;

signals:
    void filterChanged(const rumpscope::trace::Filter &filter);
    void remembered(); ///< history() or saved() changed

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void submit();
    void edited();
    void fillMenu();
    void saveCurrent();
    void remember(const QString &text);
    void say(const QString &mistake);

    std::function<std::vector<std::string>()> m_names;
    CompletionEdit *m_edit;
    ElidedLabel *m_message;
    QLabel *m_counts;
    QToolButton *m_savedButton;
    QMenu *m_menu;
    QStringList m_history;
    QMap<QString, QString> m_saved;
    QString m_applied;
};

} // namespace rumpscope::ui
