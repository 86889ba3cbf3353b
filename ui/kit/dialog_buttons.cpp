// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/dialog_buttons.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QLayout>
#include <QPushButton>

namespace rumpscope::ui {

QPushButton *addDialogButtons(QDialog &dialog, QLayout &column, const QString &action)
{
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    QPushButton *go = buttons->addButton(action, QDialogButtonBox::AcceptRole);
    QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    column.addWidget(buttons);
    go->setDefault(true); // only a button inside a dialog can be the dialog's
    return go;
}

} // namespace rumpscope::ui
