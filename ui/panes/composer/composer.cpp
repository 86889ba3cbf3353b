// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/composer/composer.h"

#include "ui/kit/call_edit.h"
#include "ui/kit/elided_label.h"
#include "ui/kit/icons.h"
#include "ui/kit/redraw_gate.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace rumpscope::ui {

Composer::Composer(QWidget *parent)
    : QWidget(parent)
    , m_process(new QComboBox(this))
    , m_edit(new CallEdit(this))
    , m_call(new QPushButton(tr("Call") + QStringLiteral(" ⏎"), this))
    , m_message(new ElidedLabel(this))
    , m_gate(new RedrawGate(this, [this] { listProcesses(); }))
{
    setAccessibleName(tr("Call composer"));
    auto *as = new QLabel(tr("&as"), this);
    as->setBuddy(m_process);
    as->setForegroundRole(QPalette::PlaceholderText);
    m_process->setAccessibleName(tr("Process that makes the call"));
    m_process->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_process->setMinimumContentsLength(7);
    m_edit->setFont(Theme::monospaced(font()));
    m_edit->setPlaceholderText(QStringLiteral("open(\"/etc/hosts\", O_RDONLY)"));
    m_edit->setAccessibleName(tr("Call"));
    m_edit->setToolTip(tr("A call as strace prints it. Ctrl+Space completes, Up and Down recall."));
    m_call->setAccessibleName(tr("Make the call"));
    m_call->setDefault(true);

    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_edit, 1);
    row->addWidget(as);
    row->addWidget(m_process);
    row->addWidget(m_call);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 6);
    column->setSpacing(3);
    column->addLayout(row);
    column->addWidget(m_message);
    setTabOrder(m_edit, m_process);
    setTabOrder(m_process, m_call);
    setFocusProxy(m_edit);

    m_rest.setSingleShot(true);
    m_rest.setInterval(kRest);
    connect(&m_rest, &QTimer::timeout, this, &Composer::judge);
    connect(m_edit, &QLineEdit::textChanged, this, &Composer::edited);
    connect(m_edit, &QLineEdit::returnPressed, this, &Composer::submit);
    connect(m_edit, &CallEdit::hintChanged, this, [this](const QString &prototype) {
        m_prototype = prototype;
        if (m_rest.isActive())
            showHint();
    });
    connect(m_call, &QPushButton::clicked, this, &Composer::submit);
    listProcesses();
    showHint();
}

void Composer::setProcesses(QAbstractItemModel *model)
{
    if (m_model)
        disconnect(m_model, nullptr, this, nullptr);
    m_model = model;
    if (m_model) {
        const auto changed = [this] { m_gate->markDirty(); };
        connect(m_model, &QAbstractItemModel::rowsInserted, this, changed);
        connect(m_model, &QAbstractItemModel::rowsRemoved, this, changed);
        connect(m_model, &QAbstractItemModel::dataChanged, this, changed);
        connect(m_model, &QAbstractItemModel::modelReset, this, changed);
        connect(m_model, &QObject::destroyed, this, [this] { m_model = nullptr; });
    }
    listProcesses();
}

void Composer::collect(const QModelIndex &parent, QList<std::pair<QString, quint32>> &list) const
{
    for (int row = 0; row < m_model->rowCount(parent); ++row) {
        const QModelIndex index = m_model->index(row, 0, parent);
        const QVariant session = index.data(ProcessModel::SessionRole);
        const bool ended = index.data(ProcessModel::EndedRole).toBool();
        if (session.isValid() && !ended && !index.data(ProcessModel::ObserverRole).toBool()) {
            const QString pid = index.siblingAtColumn(ProcessModel::PidColumn).data().toString();
            list.append(
                {QStringLiteral("%1 %2").arg(index.data().toString(), pid).trimmed(), session.toUInt()});
        }
        collect(index, list);
    }
}

void Composer::listProcesses()
{
    QList<std::pair<QString, quint32>> list;
    if (m_model)
        collect({}, list);
    bool same = list.size() == m_process->count();
    for (int i = 0; same && i < m_process->count(); ++i)
        same = list[i].first == m_process->itemText(i) && list[i].second == m_process->itemData(i).toUInt();
    if (!same) {
        const QVariant chosen = m_process->currentData();
        const QSignalBlocker block(m_process);
        m_process->clear();
        for (const auto &[name, session] : std::as_const(list))
            m_process->addItem(name, session);
        m_process->setCurrentIndex(std::max(0, m_process->findData(chosen)));
    }
    m_process->setEnabled(!list.isEmpty());
    m_call->setEnabled(!list.isEmpty());
}

std::optional<SessionId> Composer::process() const
{
    const QVariant chosen = m_process->currentData();
    return chosen.isValid() ? std::optional(static_cast<SessionId>(chosen.toUInt())) : std::nullopt;
}

void Composer::setProcess(SessionId session)
{
    listProcesses();
    const int index = m_process->findData(static_cast<quint32>(session));
    if (index >= 0)
        m_process->setCurrentIndex(index);
}

void Composer::setHistory(const QStringList &history)
{
    m_edit->setHistory(history);
}

void Composer::setText(const QString &expression)
{
    m_edit->setText(expression);
}

void Composer::focusEdit()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

QString Composer::message() const
{
    return m_message->text();
}

void Composer::edited()
{
    m_edit->underline(0, 0);
    showHint();
    m_rest.start();
}

void Composer::showHint()
{
    say(Tone::Hint, m_prototype.isEmpty() && m_edit->text().isEmpty()
                        ? tr("Type a call as strace prints it; Ctrl+Space completes, Up recalls.")
                        : m_prototype);
}

void Composer::say(Tone tone, const QString &sentence)
{
    const QString shape = tone == Tone::Hint ? QString() : tone == Tone::Mistake ? tr("✕ ") : tr("▲ ");
    m_message->setHue(tone == Tone::Hint ? Hue::Dim : tone == Tone::Mistake ? Hue::Error : Hue::Warning);
    m_message->setText(shape + sentence);
    m_edit->setAccessibleDescription(sentence);
}

void Composer::judge()
{
    if (m_edit->text().trimmed().isEmpty())
        return;
    const ExpressionCheck check = checkExpression(m_edit->text());
    if (check.valid || check.unfinished)
        return;
    m_edit->underline(check.position, check.length);
    say(Tone::Mistake, check.mistake);
}

void Composer::submit()
{
    m_rest.stop();
    const QString expression = m_edit->text().trimmed();
    if (expression.isEmpty())
        return;
    const ExpressionCheck check = checkExpression(m_edit->text());
    if (!check.valid) {
        m_edit->underline(check.position, std::max(1, check.length));
        return say(Tone::Mistake, check.mistake);
    }
    const auto session = process();
    if (!session)
        return say(Tone::Mistake, tr("No process of ours lives: connect to a kernel first."));
    if (check.danger == abi::Danger::Kernel && m_warnedOf != expression) {
        m_warnedOf = expression;
        return say(
            Tone::Warning,
            tr("%1 can end the kernel for everybody. Press Enter again to make the call.").arg(check.call));
    }
    m_warnedOf.clear();
    m_edit->clear();
    emit submitted(*session, expression);
}

} // namespace rumpscope::ui
