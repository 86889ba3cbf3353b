// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of what a person, a lesson or a script can ask the window to do.
#pragma once

#include <QAction>
#include <QKeySequence>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QVariant>

#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace rumpscope::ui {

class Settings;

/// Where a command stands in the menu bar. Commands that only scripts give, because they need an argument,
/// stand in no menu.
enum class CommandMenu { File, View, Kernel, Process, Call, Tap, Help, None };

/// One row of the table.
struct Command
{
    QString id;   ///< stable: settings, lessons and scripts name it ("process.fork")
    QString text; ///< as a menu says it, "…" where a dialog follows; & marks the letter for the keyboard
    CommandMenu menu = CommandMenu::None;
    QKeySequence keys = {}; ///< unless the user has changed them
    /// Does it. The argument is what a script gives; invalid where a person chose the command.
    std::function<void(const QVariant &argument)> run;
    /// A sentence why it cannot be done now; empty: it can. Null: it always can.
    std::function<QString()> whyNot = {};
    QString tip = {};       ///< what it does, where the text does not say it
    QString submenu = {};   ///< a menu below the menu, by its title
    bool separated = false; ///< a line stands before it
    /// Null, or whether it is switched on: then `run` turns it.
    std::function<bool()> isOn = {};
};

/// Lives on the UI thread. A command is added once and stays as long as the table.
class Commands : public QObject
{
    Q_OBJECT
public:
    explicit Commands(Settings &settings, QObject *parent = nullptr);

    /// `command.id` is new. The action is the table's; it does the same wherever it is shown.
    QAction *add(Command command);
    /// Null where there is no such command.
    [[nodiscard]] QAction *action(const QString &id) const;
    [[nodiscard]] const Command *find(const QString &id) const;
    [[nodiscard]] QStringList ids() const;               ///< in the order they were added
    [[nodiscard]] QString text(const QString &id) const; ///< without marks, as the action says it now

    /// What the last failure was: an unknown command, or why it is not possible now. Nothing: it was done.
    std::optional<QString> run(const QString &id, const QVariant &argument = {});

    /// Why it cannot be done now; empty: it can.
    [[nodiscard]] QString whyNot(const QString &id) const;

    /// The user's keys; kept in the settings. An empty sequence: no keys.
    void setKeys(const QString &id, const QKeySequence &keys);
    void resetKeys(const QString &id);
    [[nodiscard]] QKeySequence keys(const QString &id) const;
    /// Whose keys these are, or begin with these, or are the beginning of these; empty: nobody's.
    [[nodiscard]] QString ownerOf(const QKeySequence &keys) const;

    /// Asks every command again whether it can be done; refreshSoon() once for all requests of an event.
    void refresh();
    void refreshSoon() { m_refresh.start(); }

signals:
    void added(const QString &id);
    void refused(const QString &sentence); ///< by run(), whoever asked

private:
    struct Row
    {
        Command command;
        QAction *action;
    };
    void refresh(Row &row);

    Settings &m_settings;
    std::vector<QString> m_order;
    std::map<QString, Row> m_rows;
    QTimer m_refresh;
};

} // namespace rumpscope::ui
