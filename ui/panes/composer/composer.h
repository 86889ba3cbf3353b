// SPDX-License-Identifier: GPL-3.0-or-later
// The call composer: as whom, what, and what would be wrong with it.
#pragma once

#include "ui/kit/expression_check.h"
#include "ui/kit/process_model.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QComboBox;
class QPushButton;

namespace rumpscope::ui {

class CallEdit;
class ElidedLabel;
class RedrawGate;

/// Mistakes are said once typing rests, and where the text merely stops too early only when it is submitted.
/// A call that can end the kernel must be submitted twice.
class Composer : public QWidget
{
    Q_OBJECT
public:
    explicit Composer(QWidget *parent = nullptr);

    /// A model with ProcessModel's roles: processes of ours that live can be chosen. Not owned.
    void setProcesses(QAbstractItemModel *model);
    [[nodiscard]] std::optional<SessionId> process() const;
    [[nodiscard]] CallEdit *edit() const { return m_edit; }
    [[nodiscard]] QString message() const; ///< the line below: prototype, mistake or warning

    static constexpr int kRest = 350; ///< milliseconds without typing before a mistake is said

public slots:
    void setProcess(rumpscope::event::SessionId session);
    void setHistory(const QStringList &history); ///< oldest first
    void setText(const QString &expression);
    void focusEdit();

signals:
    void submitted(rumpscope::event::SessionId session, const QString &expression);

private:
    enum class Tone { Hint, Mistake, Warning };
    void submit();
    void edited();
    void judge();
    void say(Tone tone, const QString &sentence);
    void showHint();
    void listProcesses();
    void collect(const QModelIndex &parent, QList<std::pair<QString, quint32>> &list) const;

    QComboBox *m_process;
    CallEdit *m_edit;
    QPushButton *m_call;
    ElidedLabel *m_message;
    RedrawGate *m_gate;
    QTimer m_rest;
    QAbstractItemModel *m_model = nullptr;
    QString m_prototype;
    QString m_warnedOf; ///< the dangerous expression the user has been warned of
};

} // namespace rumpscope::ui
