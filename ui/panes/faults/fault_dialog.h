// SPDX-License-Identifier: GPL-3.0-or-later
// What shall go wrong in the practice kernel, while it runs.
#pragma once

#include <QDialog>
#include <QStringList>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace rumpscope::ui {

/// Says what is wanted as commands; whoever owns the kernel carries them out and hands their answers back.
class FaultDialog : public QDialog
{
    Q_OBJECT
public:
    explicit FaultDialog(QWidget *parent = nullptr);

    /// Commands cannot be carried out while it does not run.
    void setRunning(bool running);
    /// The lines of the command `status`.
    void showStatus(const QStringList &lines);
    /// Why a command was not carried out; empty: it was.
    void showMistake(const QString &sentence);

signals:
    void commandWanted(const QString &command);

private:
    void addSlow(QFormLayout *form);
    void addFail(QFormLayout *form);
    void addEnd(QFormLayout *form);
    void addServer(QFormLayout *form);
    [[nodiscard]] QComboBox *makeCalls();
    void addRow(QFormLayout *form, const QString &label, const QList<QWidget *> &widgets);

    QWidget *m_controls;
    QLabel *m_status;
    QLabel *m_mistake;
};

} // namespace rumpscope::ui
