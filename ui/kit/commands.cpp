// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/commands.h"

#include "ui/kit/settings.h"

namespace rumpscope::ui {

namespace {

QString keyOf(const QString &id)
{
    return QStringLiteral("shortcuts/") + id;
}

QString withoutMarks(QString text)
{
    return text.remove(QLatin1Char('&'));
}

} // namespace

Commands::Commands(Settings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, qOverload<>(&Commands::refresh));
}

QAction *Commands::add(Command command)
{
    const QString id = command.id;
    Q_ASSERT(!m_rows.contains(id));
    auto *action = new QAction(command.text, this);
    action->setObjectName(id);
    action->setCheckable(static_cast<bool>(command.isOn));
    const QVariant kept = m_settings.value(keyOf(id));
    action->setShortcut(kept.isValid() ? QKeySequence(kept.toString(), QKeySequence::PortableText)
                                       : command.keys);
    connect(action, &QAction::triggered, this, [this, id] { run(id); });
    Row &row = m_rows.emplace(id, Row{std::move(command), action}).first->second;
    m_order.push_back(id);
    refresh(row);
    emit added(id);
    return action;
}

QAction *Commands::action(const QString &id) const
{
    const auto row = m_rows.find(id);
    return row == m_rows.end() ? nullptr : row->second.action;
}

const Command *Commands::find(const QString &id) const
{
    const auto row = m_rows.find(id);
    return row == m_rows.end() ? nullptr : &row->second.command;
}

QStringList Commands::ids() const
{
    return {m_order.begin(), m_order.end()};
}

QString Commands::text(const QString &id) const
{
    const QAction *found = action(id);
    return found ? withoutMarks(found->text()) : QString();
}

QString Commands::whyNot(const QString &id) const
{
    const Command *command = find(id);
    return command && command->whyNot ? command->whyNot() : QString();
}

std::optional<QString> Commands::run(const QString &id, const QVariant &argument)
{
    const auto row = m_rows.find(id);
    QString wrong = row == m_rows.end() ? tr("There is no command “%1”.").arg(id) : whyNot(id);
    if (wrong.isEmpty())
        row->second.command.run(argument);
    refreshSoon();
    if (wrong.isEmpty())
        return std::nullopt;
    emit refused(wrong);
    return wrong;
}

void Commands::setKeys(const QString &id, const QKeySequence &keys)
{
    if (QAction *changed = action(id)) {
        changed->setShortcut(keys);
        m_settings.setValue(keyOf(id), keys.toString(QKeySequence::PortableText));
        refreshSoon();
    }
}

void Commands::resetKeys(const QString &id)
{
    if (const Command *command = find(id)) {
        action(id)->setShortcut(command->keys);
        m_settings.remove(keyOf(id));
        refreshSoon();
    }
}

QKeySequence Commands::keys(const QString &id) const
{
    const QAction *found = action(id);
    return found ? found->shortcut() : QKeySequence();
}

QString Commands::ownerOf(const QKeySequence &keys) const
{
    if (keys.isEmpty())
        return {};
    for (const auto &[id, row] : m_rows) {
        const QKeySequence theirs = row.action->shortcut();
        if (!theirs.isEmpty() &&
            (theirs.matches(keys) != QKeySequence::NoMatch || keys.matches(theirs) != QKeySequence::NoMatch))
            return id;
    }
    return {};
}

void Commands::refresh()
{
    for (auto &[id, row] : m_rows)
        refresh(row);
}

void Commands::refresh(Row &row)
{
    const QString reason = row.command.whyNot ? row.command.whyNot() : QString();
    row.action->setEnabled(reason.isEmpty());
    row.action->setToolTip(!reason.isEmpty()           ? reason
                           : row.command.tip.isEmpty() ? withoutMarks(row.action->text())
                                                       : row.command.tip);
    if (row.command.isOn)
        row.action->setChecked(row.command.isOn());
}

} // namespace rumpscope::ui
