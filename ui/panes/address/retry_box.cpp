// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/address/retry_box.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSpinBox>

namespace rumpscope::ui {

using retry::RetrySetting;

RetryBox::RetryBox(QWidget *parent)
    : QWidget(parent)
    , m_kind(new QComboBox(this))
    , m_seconds(new QSpinBox(this))
{
    const auto add = [this](RetrySetting::Kind kind, const QString &text, const QString &explanation) {
        m_kind->addItem(text, static_cast<int>(kind));
        m_kind->setItemData(m_kind->count() - 1, explanation, Qt::ToolTipRole);
    };
    add(RetrySetting::Kind::None, tr("Retry: never"),
        tr("A lost connection stays lost: the call under way and all later ones fail."));
    add(RetrySetting::Kind::Seconds, tr("Retry: for…"),
        tr("Attempts until so many seconds have passed, then the waiting calls fail; the next call starts "
           "over."));
    add(RetrySetting::Kind::Infinite, tr("Retry: for ever"),
        tr("Attempts until the kernel is back, ten seconds apart at the most."));
    add(RetrySetting::Kind::Once, tr("Retry: once"), tr("One attempt at once, then the waiting calls fail."));
    add(RetrySetting::Kind::Die, tr("Retry: die"),
        tr("Losing the connection ends the session for good, as it would end a program that uses the C "
           "library."));

    m_kind->setAccessibleName(tr("Retry policy"));
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_seconds->setRange(1, 86'400);
    m_seconds->setValue(10);
    m_seconds->setSuffix(tr(" s"));
    m_seconds->setAccessibleName(tr("Seconds to retry"));
    m_seconds->setToolTip(tr("How long to try"));
    m_seconds->hide();

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_kind);
    row->addWidget(m_seconds);
    setFocusProxy(m_kind);

    connect(m_kind, &QComboBox::currentIndexChanged, this, &RetryBox::chosen);
    connect(m_seconds, &QSpinBox::valueChanged, this, &RetryBox::chosen);
    m_kind->setToolTip(m_kind->currentData(Qt::ToolTipRole).toString());
}

RetrySetting RetryBox::setting() const
{
    RetrySetting setting;
    setting.kind = static_cast<RetrySetting::Kind>(m_kind->currentData().toInt());
    if (setting.kind == RetrySetting::Kind::Seconds)
        setting.seconds = std::chrono::seconds(m_seconds->value());
    setting.referenceOvershoot = m_overshoot;
    return setting;
}

void RetryBox::setSetting(const RetrySetting &setting)
{
    const QSignalBlocker blockKind(m_kind);
    const QSignalBlocker blockSeconds(m_seconds);
    m_overshoot = setting.referenceOvershoot;
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(setting.kind)));
    if (setting.kind == RetrySetting::Kind::Seconds)
        m_seconds->setValue(static_cast<int>(setting.seconds.count()));
    m_seconds->setVisible(setting.kind == RetrySetting::Kind::Seconds);
    m_kind->setToolTip(m_kind->currentData(Qt::ToolTipRole).toString());
}

void RetryBox::chosen()
{
    const RetrySetting now = setting();
    m_seconds->setVisible(now.kind == RetrySetting::Kind::Seconds);
    m_kind->setToolTip(m_kind->currentData(Qt::ToolTipRole).toString());
    emit changed(now);
}

} // namespace rumpscope::ui
