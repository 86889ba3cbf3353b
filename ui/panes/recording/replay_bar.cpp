// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/recording/replay_bar.h"

#include "ui/kit/elided_label.h"
#include "ui/kit/icons.h"
#include "ui/kit/theme.h"
#include "ui/panes/recording/recording_words.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>

namespace rumpscope::ui {

namespace {

constexpr int kSteps = 10'000; ///< of the slider

} // namespace

ReplayBar::ReplayBar(QWidget *parent)
    : QWidget(parent)
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_time(new QLabel(this))
    , m_speed(new QComboBox(this))
    , m_opening(new ElidedLabel(this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    setAccessibleName(tr("Replay"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 5, 10, 5);
    row->setSpacing(8);
    m_play = addButton(QStringLiteral("play"), tr("Play"));
    m_step = addButton(QStringLiteral("step"), tr("Step to the next event"));
    m_slider->setRange(0, kSteps);
    m_slider->setPageStep(kSteps / 20);
    m_slider->setSingleStep(kSteps / 200);
    m_slider->setAccessibleName(tr("Moment of the recording"));
    row->addWidget(m_slider, 1);
    m_time->setFont(Theme::monospaced(font()));
    row->addWidget(m_time);
    fillSpeeds();
    row->addWidget(m_speed);
    row->addWidget(m_opening, 1);
    m_progress->setRange(0, kSteps);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(fontMetrics().height());
    row->addWidget(m_progress, 2);
    row->addWidget(m_cancel);
    m_close = addButton(QStringLiteral("close"), tr("Close the recording"));
    setFocusProxy(m_slider);
    hide();

    connect(m_play, &QToolButton::clicked, this,
            [this] { m_plays ? emit pauseRequested() : emit playRequested(); });
    connect(m_step, &QToolButton::clicked, this, &ReplayBar::stepRequested);
    connect(m_close, &QToolButton::clicked, this, &ReplayBar::closeRequested);
    connect(m_cancel, &QPushButton::clicked, this, &ReplayBar::closeRequested);
    connect(m_speed, &QComboBox::activated, this,
            [this](int index) { emit speedRequested(m_speed->itemData(index).toDouble()); });
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRest);
    connect(&m_rest, &QTimer::timeout, this, [this] { emit seekRequested(momentOf(m_slider->value())); });
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) {
        if (m_showing)
            return;
        showTime(momentOf(value));
        if (!m_rest.isActive())
            m_rest.start();
    });
}

QToolButton *ReplayBar::addButton(const QString &icon, const QString &name)
{
    auto *button = new QToolButton(this);
    button->setIcon(symbolIcon(icon));
    button->setAutoRaise(true);
    button->setToolTip(name);
    button->setAccessibleName(name);
    layout()->addWidget(button);
    return button;
}

void ReplayBar::fillSpeeds()
{
    m_speed->setAccessibleName(tr("Speed"));
    m_speed->setToolTip(tr("How fast it plays"));
    m_speed->addItem(tr("1/10×"), 0.1);
    m_speed->addItem(tr("1/4×"), 0.25);
    for (const int times : {1, 4, 10, 100})
        m_speed->addItem(tr("%1×").arg(times), static_cast<double>(times));
    m_speed->addItem(tr("as fast as it goes"), Replay::kFastest);
    m_speed->setCurrentIndex(m_speed->findData(1.0));
}

transport::TimePoint ReplayBar::momentOf(int value) const
{
    const auto whole = std::chrono::duration<double, std::nano>(m_end - m_begin);
    return value >= kSteps
               ? m_end
               : m_begin + std::chrono::duration_cast<transport::Duration>(whole * value / kSteps);
}

void ReplayBar::showTime(transport::TimePoint when)
{
    m_time->setText(replayTimeText(m_begin, m_end, when, m_wallClock));
}

void ReplayBar::show(const Replay &replay)
{
    const bool opening = replay.state() == Replay::State::Opening;
    const RecordingInfo &info = replay.info();
    m_begin = info.begin;
    m_end = info.end;
    m_wallClock = info.wallClock;
    m_plays = replay.state() == Replay::State::Playing;
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_play, m_step, m_slider, m_time, m_speed, m_close})
        widget->setVisible(!opening);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_opening, m_progress, m_cancel})
        widget->setVisible(opening);
    m_opening->setText(tr("Opening %1").arg(QFileInfo(info.path).fileName()));
    m_progress->setValue(static_cast<int>(replay.progress() * kSteps));
    m_play->setIcon(symbolIcon(m_plays ? QStringLiteral("pause") : QStringLiteral("play")));
    m_play->setToolTip(m_plays ? tr("Pause") : tr("Play"));
    m_play->setAccessibleName(m_play->toolTip());
    m_speed->setCurrentIndex(m_speed->findData(replay.speed()));
    if (!m_rest.isActive() && !m_slider->isSliderDown()) {
        const auto whole = std::chrono::duration<double>(m_end - m_begin).count();
        const auto part = std::chrono::duration<double>(replay.position() - m_begin).count();
        m_showing = true;
        m_slider->setValue(whole > 0 ? static_cast<int>(part / whole * kSteps) : kSteps);
        m_showing = false;
        showTime(replay.position());
    }
    setVisible(replay.isOpen());
}

void ReplayBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Hue::Bar));
    painter.fillRect(0, 0, width(), 1, theme.colour(Hue::Border));
}

} // namespace rumpscope::ui
