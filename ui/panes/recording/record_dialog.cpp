// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/recording/record_dialog.h"

#include "ui/kit/dialog_buttons.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace rumpscope::ui {

namespace {

constexpr quint64 kMegabyte = 1'000'000;

} // namespace

RecordDialog::RecordDialog(const QString &path, QWidget *parent)
    : QDialog(parent)
    , m_path(new QLineEdit(path))
    , m_megabytes(new QSpinBox)
    , m_keep(new QSpinBox)
    , m_mistake(new QLabel)
{
    setWindowTitle(tr("Record"));
    m_path->setMinimumWidth(fontMetrics().averageCharWidth() * 48);
    m_path->setAccessibleName(tr("File"));
    auto *browse = new QPushButton(tr("&Choose…"));
    connect(browse, &QPushButton::clicked, this, &RecordDialog::choose);
    auto *file = new QHBoxLayout;
    file->addWidget(m_path, 1);
    file->addWidget(browse);
    m_megabytes->setRange(0, 1'000'000);
    m_megabytes->setSpecialValueText(tr("one file"));
    m_megabytes->setPrefix(tr("a new one after "));
    m_megabytes->setSuffix(tr(" MB"));
    m_keep->setRange(1, 10'000);
    m_keep->setSpecialValueText(tr("all of them"));
    m_keep->setPrefix(tr("the newest "));
    m_keep->setToolTip(tr("Older files of this recording are deleted"));
    m_mistake->setWordWrap(true);

    auto *form = new QFormLayout;
    form->addRow(tr("&File"), file);
    form->addRow(QString(), m_mistake);
    form->addRow(tr("&Size"), m_megabytes);
    form->addRow(tr("&Keep"), m_keep);
    auto *column = new QVBoxLayout(this);
    column->addLayout(form);
    m_start = addDialogButtons(*this, *column, tr("&Record"));
    connect(m_path, &QLineEdit::textChanged, this, &RecordDialog::judge);
    connect(m_megabytes, &QSpinBox::valueChanged, this, &RecordDialog::judge);
    judge();
    m_path->selectAll();
}

void RecordDialog::choose()
{
    auto *dialog = new QFileDialog(this, tr("Record"), m_path->text(), tr("Recordings (*.pcapng)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setOption(QFileDialog::DontConfirmOverwrite); // said below the name
    dialog->setDefaultSuffix(QStringLiteral("pcapng"));
    connect(dialog, &QFileDialog::fileSelected, m_path, &QLineEdit::setText);
    dialog->open();
}

void RecordDialog::judge()
{
    const QString path = m_path->text().trimmed();
    const QFileInfo file(path);
    const bool there = !path.isEmpty() && file.exists();
    const bool folder = path.isEmpty() || file.absoluteDir().exists();
    m_start->setEnabled(!path.isEmpty() && !there && folder);
    m_mistake->setText(there     ? tr("✕ %1 is there already. Choose another name.").arg(file.fileName())
                       : !folder ? tr("✕ There is no folder %1.").arg(file.absolutePath())
                                 : tr("Frames, connections and notes, written while they happen."));
    m_mistake->setForegroundRole(there || !folder ? QPalette::BrightText : QPalette::PlaceholderText);
    m_keep->setEnabled(m_megabytes->value() > 0);
}

LiveRecorder::Setting RecordDialog::setting() const
{
    const bool segments = m_megabytes->value() > 0;
    return {m_path->text().trimmed(), static_cast<quint64>(m_megabytes->value()) * kMegabyte,
            segments && m_keep->value() > 1 ? static_cast<unsigned>(m_keep->value()) : 0};
}

} // namespace rumpscope::ui
