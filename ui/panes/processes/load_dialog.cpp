// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/processes/load_dialog.h"

#include "ui/kit/call_edit.h"
#include "ui/kit/dialog_buttons.h"
#include "ui/kit/expression_check.h"
#include "ui/kit/theme.h"

#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace rumpscope::ui {

LoadDialog::LoadDialog(const QString &process, const LoadSetting &setting, QWidget *parent)
    : QDialog(parent)
    , m_expression(new CallEdit)
    , m_rate(new QSpinBox)
    , m_seconds(new QSpinBox)
    , m_mistake(new QLabel)
{
    setWindowTitle(tr("Load on %1").arg(process));
    m_expression->setFont(Theme::monospaced(font()));
    m_expression->setText(setting.expression);
    m_expression->setMinimumWidth(fontMetrics().averageCharWidth() * 44);
    m_rate->setRange(0, 1'000'000);
    m_rate->setSpecialValueText(tr("as fast as the kernel answers"));
    m_rate->setSuffix(tr(" calls/s"));
    m_rate->setSingleStep(100);
    m_rate->setValue(setting.callsPerSecond);
    m_seconds->setRange(1, 86'400);
    m_seconds->setSuffix(tr(" s"));
    m_seconds->setValue(static_cast<int>(setting.duration.count()));
    m_mistake->setWordWrap(true);

    auto *form = new QFormLayout;
    form->addRow(tr("&Call"), m_expression);
    form->addRow(QString(), m_mistake);
    form->addRow(tr("&Rate"), m_rate);
    form->addRow(tr("&Duration"), m_seconds);
    auto *column = new QVBoxLayout(this);
    column->addLayout(form);
    m_start = addDialogButtons(*this, *column, tr("&Start the load"));
    connect(m_expression, &QLineEdit::textChanged, this, &LoadDialog::judge);
    judge();
    m_expression->selectAll();
}

LoadSetting LoadDialog::setting() const
{
    return {m_expression->text().trimmed(), m_rate->value(), std::chrono::seconds(m_seconds->value())};
}

void LoadDialog::judge()
{
    const ExpressionCheck check = checkExpression(m_expression->text());
    const bool deadly = check.valid && check.danger == abi::Danger::Kernel;
    m_start->setEnabled(check.valid && !deadly);
    m_mistake->setText(deadly        ? tr("▲ %1 can end the kernel: not as a load.").arg(check.call)
                       : check.valid ? tr("The same call again and again, one at a time.")
                                     : QStringLiteral("✕ ") + check.mistake);
    m_mistake->setForegroundRole(check.valid && !deadly ? QPalette::PlaceholderText : QPalette::BrightText);
}

} // namespace rumpscope::ui
