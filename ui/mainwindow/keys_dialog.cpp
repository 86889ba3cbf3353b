// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/keys_dialog.h"

#include "ui/mainwindow/menus.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace rumpscope::ui {

namespace {

constexpr QSize kSize(520, 560);
constexpr int kIdRole = Qt::UserRole;

} // namespace

KeysDialog::KeysDialog(Commands &commands, QWidget *parent)
    : QDialog(parent)
    , m_commands(commands)
    , m_list(new QTreeWidget(this))
    , m_edit(new QKeySequenceEdit(this))
    , m_none(new QPushButton(tr("&No keys"), this))
    , m_reset(new QPushButton(tr("As &delivered"), this))
    , m_message(new QLabel(this))
{
    setWindowTitle(tr("Keys"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_list->setHeaderLabels({tr("Command"), tr("Keys")});
    m_list->setAccessibleName(tr("Commands and their keys"));
    m_edit->setAccessibleName(tr("Keys of the selected command"));
    m_message->setWordWrap(true);
    auto *label = new QLabel(tr("&Press the keys:"), this);
    label->setBuddy(m_edit);
    auto *row = new QHBoxLayout;
    row->addWidget(label);
    row->addWidget(m_edit, 1);
    row->addWidget(m_none);
    row->addWidget(m_reset);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_list, 1);
    column->addLayout(row);
    column->addWidget(m_message);
    column->addWidget(buttons);
    fill();
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &KeysDialog::showChosen);
    connect(m_edit, &QKeySequenceEdit::editingFinished, this, &KeysDialog::change);
    connect(m_none, &QPushButton::clicked, this, [this] {
        m_edit->clear();
        change();
    });
    connect(m_reset, &QPushButton::clicked, this, [this] {
        const Command *command = m_commands.find(chosen());
        m_edit->setKeySequence(command->keys);
        change();
        if (message().isEmpty())
            m_commands.resetKeys(command->id);
    });
    resize(kSize);
    m_list->setCurrentItem(m_list->topLevelItem(0)->child(0));
    showChosen();
}

void KeysDialog::fill()
{
    std::map<CommandMenu, QTreeWidgetItem *> menus;
    for (const QString &id : m_commands.ids()) {
        const Command *command = m_commands.find(id);
        if (command->menu == CommandMenu::None)
            continue;
        if (!menus.contains(command->menu))
            menus[command->menu] = new QTreeWidgetItem({Menus::title(command->menu)});
        auto *item = new QTreeWidgetItem(menus[command->menu]);
        item->setText(0, m_commands.text(id));
        item->setText(1, m_commands.keys(id).toString(QKeySequence::NativeText));
        item->setData(0, kIdRole, id);
    }
    for (const auto &[menu, item] : menus) { // in the order of the menu bar
        item->setFlags(Qt::ItemIsEnabled);
        m_list->addTopLevelItem(item);
    }
    m_list->expandAll();
}

QString KeysDialog::chosen() const
{
    return m_list->currentItem() ? m_list->currentItem()->data(0, kIdRole).toString() : QString();
}

QString KeysDialog::message() const
{
    return m_message->text();
}

void KeysDialog::say(const QString &message)
{
    m_message->setText(message);
}

void KeysDialog::showChosen()
{
    const bool any = !chosen().isEmpty();
    for (QWidget *control :
         {static_cast<QWidget *>(m_edit), static_cast<QWidget *>(m_none), static_cast<QWidget *>(m_reset)})
        control->setEnabled(any);
    const QSignalBlocker quiet(m_edit);
    m_edit->setKeySequence(m_commands.keys(chosen()));
    say({});
}

void KeysDialog::change()
{
    const QString id = chosen();
    const QKeySequence keys = m_edit->keySequence();
    if (id.isEmpty() || keys == m_commands.keys(id))
        return say({});
    const QString owner = m_commands.ownerOf(keys);
    if (!owner.isEmpty() && owner != id) {
        const QSignalBlocker quiet(m_edit);
        m_edit->setKeySequence(m_commands.keys(id));
        return say(tr("%1 is for “%2”. Give that other keys first.")
                       .arg(keys.toString(QKeySequence::NativeText), m_commands.text(owner)));
    }
    m_commands.setKeys(id, keys);
    m_list->currentItem()->setText(1, keys.toString(QKeySequence::NativeText));
    say({});
}

} // namespace rumpscope::ui
