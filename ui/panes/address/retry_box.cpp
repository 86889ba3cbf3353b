// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/address/retry_box.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSpinBox>

namespace rumpscope::ui {

using namespace std::chrono_literals;

namespace {

constexpr int kFirstSeconds = 10;

retry::Policy forEverEvery(std::chrono::milliseconds pause)
{
    retry::Policy policy = retry::Policy::forEver();
    policy.schedule.kind = retry::Schedule::Kind::Fixed;
    policy.schedule.first = pause;
    return policy;
}

retry::Policy forEverDoubling()
{
    retry::Policy policy = retry::Policy::forEver();
    policy.schedule.kind = retry::Schedule::Kind::Exponential;
    policy.schedule.jitterPercent = 20;
    return policy;
}

} // namespace

RetryBox::RetryBox(QWidget *parent)
    : QWidget(parent)
    , m_choice(new QComboBox(this))
    , m_seconds(new QSpinBox(this))
{
    add(retry::Policy::never(), tr("Retry: never"),
        tr("A lost connection stays lost: the call under way and all later ones fail."));
    add(retry::Policy::forSeconds(std::chrono::seconds(kFirstSeconds)), tr("Retry: for…"),
        tr("Attempts until so many seconds have passed, then the waiting calls fail; the next call starts "
           "over."));
    add(retry::Policy::forEver(), tr("Retry: for ever"),
        tr("Attempts until the kernel is back, ten seconds apart at the most."));
    add(forEverEvery(1s), tr("Retry: every second"),
        tr("Attempts until the kernel is back, always one second apart."));
    add(forEverDoubling(), tr("Retry: doubling"),
        tr("Attempts until the kernel is back: the pause is 100 ms first, then doubles up to 10 s, each 20 % "
           "longer or "
           "shorter by chance."));
    add(retry::Policy::once(), tr("Retry: once"), tr("One attempt at once, then the waiting calls fail."));
    add(retry::Policy::die(), tr("Retry: die"),
        tr("Losing the connection ends the session for good, as it would end a program that uses the C "
           "library."));

    m_choice->setAccessibleName(tr("Retry policy"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_seconds->setRange(1, 86'400);
    m_seconds->setValue(kFirstSeconds);
    m_seconds->setSuffix(tr(" s"));
    m_seconds->setAccessibleName(tr("Seconds to retry"));
    m_seconds->setToolTip(tr("How long to try"));

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_choice);
    row->addWidget(m_seconds);
    setFocusProxy(m_choice);

    connect(m_choice, &QComboBox::currentIndexChanged, this, &RetryBox::chosen);
    connect(m_seconds, &QSpinBox::valueChanged, this, &RetryBox::chosen);
    showSeconds();
}

void RetryBox::add(const retry::Policy &policy, const QString &text, const QString &explanation)
{
    m_policies.push_back(policy);
    m_choice->addItem(text);
    m_choice->setItemData(m_choice->count() - 1, explanation, Qt::ToolTipRole);
}

retry::Policy RetryBox::policy() const
{
    retry::Policy policy = m_policies[static_cast<std::size_t>(m_choice->currentIndex())];
    if (policy.limit.time)
        policy.limit.time = std::chrono::seconds(m_seconds->value());
    return policy;
}

void RetryBox::setPolicy(const retry::Policy &policy)
{
    const QSignalBlocker blockChoice(m_choice);
    const QSignalBlocker blockSeconds(m_seconds);
    if (policy.limit.time)
        m_seconds->setValue(static_cast<int>(policy.limit.time->count()));
    for (int index = 0; index < m_choice->count(); ++index) {
        m_choice->setCurrentIndex(index);
        if (this->policy() == policy)
            break;
    }
    if (this->policy() != policy) {
        const QString text = QString::fromStdString(policy.text());
        add(policy, tr("Retry: %1").arg(text), text);
        m_choice->setCurrentIndex(m_choice->count() - 1);
    }
    showSeconds();
}

void RetryBox::chosen()
{
    showSeconds();
    emit changed(policy());
}

void RetryBox::showSeconds()
{
    m_seconds->setVisible(policy().limit.time.has_value());
    m_choice->setToolTip(m_choice->currentData(Qt::ToolTipRole).toString());
}

} // namespace rumpscope::ui
