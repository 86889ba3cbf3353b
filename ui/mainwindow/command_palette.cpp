// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/command_palette.h"

#include "ui/mainwindow/menus.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace rumpscope::ui {

namespace {

constexpr QSize kSize(560, 420);

/// Rows that have all words that were typed, each anywhere.
class Found : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setWords(const QString &typed)
    {
        m_words = typed.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        invalidateFilter();
    }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        const QString text = sourceModel()->index(row, 0, parent).data(CommandPalette::WordsRole).toString();
        return std::all_of(m_words.begin(), m_words.end(),
                           [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
    }

private:
    QStringList m_words;
};

} // namespace

CommandPalette::CommandPalette(Commands &commands, QWidget *parent)
    : QDialog(parent)
    , m_commands(commands)
    , m_edit(new QLineEdit(this))
    , m_list(new QTreeView(this))
    , m_reason(new QLabel(this))
    , m_rows(new QStandardItemModel(this))
    , m_found(new Found(this))
{
    setWindowTitle(tr("Commands"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_edit->setPlaceholderText(tr("Find a command…"));
    m_edit->setAccessibleName(tr("Find a command"));
    m_edit->installEventFilter(this);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setAccessibleName(tr("Commands"));
    m_reason->setForegroundRole(QPalette::PlaceholderText);
    m_reason->setWordWrap(true);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_edit);
    column->addWidget(m_list, 1);
    column->addWidget(m_reason);
    m_found->setSourceModel(m_rows);
    m_list->setModel(m_found);
    fill();
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::find);
    connect(m_list, &QTreeView::clicked, this, &CommandPalette::runChosen);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &CommandPalette::showReason);
    find({});
    resize(kSize);
}

void CommandPalette::fill()
{
    m_commands.refresh();
    for (const QString &id : m_commands.ids()) {
        const Command *command = m_commands.find(id);
        if (command->menu == CommandMenu::None)
            continue;
        QString path = Menus::title(command->menu);
        if (!command->submenu.isEmpty())
            path += QStringLiteral(" › ") + QString(command->submenu).remove(QLatin1Char('&'));
        const QString text = QStringLiteral("%1 › %2").arg(path, m_commands.text(id));
        auto *name = new QStandardItem(text);
        auto *keys = new QStandardItem(m_commands.keys(id).toString(QKeySequence::NativeText));
        name->setData(id, IdRole);
        name->setData(QStringLiteral("%1 %2 %3").arg(text, command->tip, id), WordsRole);
        if (!m_commands.action(id)->isEnabled()) {
            for (QStandardItem *item : {name, keys})
                item->setForeground(palette().brush(QPalette::PlaceholderText));
        }
        name->setToolTip(m_commands.action(id)->toolTip());
        m_rows->appendRow({name, keys});
    }
}

void CommandPalette::find(const QString &words)
{
    static_cast<Found *>(m_found)->setWords(words);
    m_list->setCurrentIndex(m_found->index(0, 0));
    showReason();
}

QString CommandPalette::reason() const
{
    return m_reason->text();
}

void CommandPalette::showReason()
{
    const QModelIndex row = m_list->currentIndex().siblingAtColumn(0);
    m_reason->setText(row.isValid() ? m_commands.whyNot(row.data(IdRole).toString())
                                    : tr("No command has these words."));
}

/// Closed first: a command may open a dialog of its own, or set the focus.
void CommandPalette::runChosen()
{
    const QModelIndex row = m_list->currentIndex().siblingAtColumn(0);
    if (!row.isValid() || !m_commands.whyNot(row.data(IdRole).toString()).isEmpty())
        return showReason();
    const QString id = row.data(IdRole).toString();
    Commands &commands = m_commands;
    close();
    if (parentWidget())
        parentWidget()->activateWindow();
    commands.run(id);
}

bool CommandPalette::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(object, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    switch (key) {
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const int row = m_list->currentIndex().row() + (key == Qt::Key_Down ? 1 : -1);
        m_list->setCurrentIndex(m_found->index(std::clamp(row, 0, std::max(0, m_found->rowCount() - 1)), 0));
        return true;
    }
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        QCoreApplication::sendEvent(m_list, event);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        runChosen();
        return true;
    default:
        return QDialog::eventFilter(object, event);
    }
}

} // namespace rumpscope::ui
