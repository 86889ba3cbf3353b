// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings: opened by menu, command line or drop, and the bar to go through them.
#include "ui/bridge/live_recorder.h"
#include "ui/kit/elided_label.h"
#include "ui/kit/format.h"
#include "ui/kit/time_axis.h"
#include "ui/mainwindow/main_window.h"
#include "ui/panes/address/connection_bar.h"
#include "ui/panes/recording/record_dialog.h"
#include "ui/panes/recording/recording_words.h"
#include "ui/panes/recording/replay_bar.h"
#include "ui/panes/status/status_line.h"

#include <QAction>
#include <QDateTime>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>

namespace rumpscope::ui {

namespace {

/// A little more than the whole recording.
constexpr double kMargin = 1.02;

/// The local file that is dragged; empty where it is something else, or several.
QString fileOf(const QMimeData *data)
{
    return data->hasUrls() && data->urls().size() == 1 ? data->urls().front().toLocalFile() : QString();
}

/// By the time, so that the next one has another name.
QString suggestedName()
{
    return QDateTime::currentDateTime().toString(QStringLiteral("'rump-'yyyyMMdd-HHmmss'.pcapng'"));
}

} // namespace

void MainWindow::wireRecording()
{
    setAcceptDrops(true);
    Replay &replay = m_workbench.replay();
    m_status->addPermanent(m_shownRecording);
    connect(m_replayBar, &ReplayBar::playRequested, &replay, &Replay::play);
    connect(m_replayBar, &ReplayBar::pauseRequested, &replay, &Replay::pause);
    connect(m_replayBar, &ReplayBar::stepRequested, &replay, &Replay::step);
    connect(m_replayBar, &ReplayBar::seekRequested, &replay, &Replay::seek);
    connect(m_replayBar, &ReplayBar::speedRequested, &replay, &Replay::setSpeed);
    connect(m_replayBar, &ReplayBar::closeRequested, &m_workbench, &Workbench::closeRecording);
    connect(&m_saver, &RecordingSaver::failed, m_status, &StatusLine::showNotice);
    connect(&m_saver, &RecordingSaver::saved, this, [this](const QString &path, quint64 frames) {
        m_status->showNotice(tr("%n frame(s) saved in %1.", nullptr, static_cast<int>(frames)).arg(path));
    });
    m_recorded->setAutoRaise(true);
    m_recorded->setToolTip(tr("Being recorded; a click ends it"));
    m_status->addPermanent(m_recorded);
    connect(m_recorded, &QToolButton::clicked, this, &MainWindow::toggleRecording);
    connect(&m_workbench.recorder(), &LiveRecorder::changed, this, &MainWindow::showRecorded);
    connect(&m_counts, &QTimer::timeout, this, &MainWindow::showRecorded);
    showRecorded();
    connect(&replay, &Replay::positionChanged, this, [this] { m_replayBar->show(m_workbench.replay()); });
    connect(&replay, &Replay::changed, this, &MainWindow::showReplay);
    connect(&m_workbench, &Workbench::sourceChanged, this, [this] { m_axis->setFollow(true); });
    showReplay();
}

void MainWindow::showReplay()
{
    const Replay &replay = m_workbench.replay();
    const bool wasOpening = m_opens;
    m_opens = replay.state() == Replay::State::Opening;
    m_replayBar->show(replay);
    m_shownRecording->setVisible(replay.isOpen());
    m_shownRecording->setText(replay.isOpen() && !m_opens ? recordingText(replay.info()) : QString());
    if (wasOpening && !m_opens && replay.isOpen()) {
        const RecordingInfo &info = replay.info();
        m_axis->setWindow(std::chrono::duration<double>(info.end - info.begin).count() * kMargin);
    }
    m_bar->setStatus(m_workbench.status());
}

bool MainWindow::hasSomethingToLose() const
{
    if (m_workbench.replay().isOpen())
        return false; // that one is in its file
    return m_workbench.clientCount() > 0 || !m_taps.taps().empty() || m_trace.all() > 0;
}

void MainWindow::chooseRecording()
{
    auto *dialog = new QFileDialog(this, tr("Open a recording"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Recordings (*.pcapng *.jsonl)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openRecording);
    dialog->open();
}

void MainWindow::openRecording(const QString &path)
{
    if (!hasSomethingToLose())
        return beginRecording(path);
    auto *box = new QMessageBox(QMessageBox::Question, tr("Open a recording"),
                                tr("What was seen so far is forgotten, and connections and taps are ended."),
                                QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton *open = box->addButton(tr("&Open the recording"), QMessageBox::AcceptRole);
    connect(box, &QMessageBox::buttonClicked, this, [this, path, open](const QAbstractButton *pressed) {
        if (pressed == open)
            beginRecording(path);
    });
    box->open();
}

void MainWindow::beginRecording(const QString &path)
{
    for (const OpenTap &tap : m_taps.taps())
        m_taps.close(tap.id);
    m_workbench.openRecording(path);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!fileOf(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    openRecording(fileOf(event->mimeData()));
}

void MainWindow::chooseSavedFile()
{
    auto *dialog = new QFileDialog(this, tr("Save as a recording"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Recordings (*.pcapng)"));
    dialog->setDefaultSuffix(QStringLiteral("pcapng"));
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::saveRecording);
    dialog->open();
}

void MainWindow::saveRecording(const QString &path)
{
    m_saver.save(path, m_notes.all());
}

void MainWindow::toggleRecording()
{
    LiveRecorder &recorder = m_workbench.recorder();
    if (recorder.standing())
        return recorder.stop();
    auto *dialog = new RecordDialog(QDir::current().filePath(suggestedName()), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const auto &turns = m_workbench.store().connectionEvents();
        m_workbench.recorder().start(dialog->setting(), {turns.begin(), turns.end()});
    });
    dialog->open();
}

/// Frames and bytes go on: four times a second is enough to read.
void MainWindow::showRecorded()
{
    LiveRecorder &recorder = m_workbench.recorder();
    recorder.check();
    const auto standing = recorder.standing();
    m_recorded->setVisible(standing.has_value());
    m_record->setText(standing ? tr("End the recording") : tr("Record to a file…"));
    if (!standing)
        return;
    const QString name = QFileInfo(QString::fromStdString(standing->path)).fileName();
    QString text = tr("● %1 · %2 frames").arg(name, countText(standing->frames));
    if (standing->lost > 0)
        text += tr(" · ▲ %1 lost").arg(countText(standing->lost));
    m_recorded->setText(text);
}

} // namespace rumpscope::ui
