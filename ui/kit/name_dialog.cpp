// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/name_dialog.h"

#include "ui/kit/dialog_buttons.h"

#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace rumpscope::ui {

NameDialog::NameDialog(const QString &title, const QString &action, const QString &initial, QWidget *parent,
                       const QString &label)
    : QDialog(parent)
    , m_name(new QLineEdit(initial))
{
    setWindowTitle(title);
    m_name->setMaxLength(kLongest);
    m_name->setMinimumWidth(fontMetrics().averageCharWidth() * 30);
    auto *form = new QFormLayout;
    form->addRow(label.isEmpty() ? tr("Command &name") : label, m_name);
    auto *column = new QVBoxLayout(this);
    column->addLayout(form);
    m_go = addDialogButtons(*this, *column, action);
    const auto judge = [this] { m_go->setEnabled(!name().isEmpty()); };
    connect(m_name, &QLineEdit::textChanged, this, judge);
    judge();
    m_name->selectAll();
}

QString NameDialog::name() const
{
    return m_name->text().trimmed();
}

} // namespace rumpscope::ui
