// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/recording/recording_pane.h"

#include "ui/bridge/live_recorder.h"
#include "ui/bridge/recording_saver.h"
#include "ui/bridge/replay.h"
#include "ui/kit/elided_label.h"
#include "ui/kit/format.h"
#include "ui/kit/scope.h"
#include "ui/panes/recording/record_dialog.h"
#include "ui/panes/recording/recording_words.h"
#include "ui/panes/recording/replay_bar.h"

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

/// Opens, saves and writes recordings, and goes through the open one.
class Recordings : public ReplayBar
{
public:
    explicit Recordings(Scope &scope);

protected:
    bool eventFilter(QObject *object, QEvent *event) override; ///< a file dropped on the window

private:
    void wireBar();
    void wireSaver();
    void wireRecorder();
    void addCommands();
    void showReplay();
    [[nodiscard]] bool hasSomethingToLose() const;
    void chooseFile();
    void open(const QString &path);
    void begin(const QString &path);
    void chooseSaved();
    void toggleRecorder();
    void showRecorded();

    Scope &m_scope;
    RecordingSaver m_saver;
    ElidedLabel *m_shown;    ///< the open recording
    QToolButton *m_recorded; ///< what is recorded now; ends it
    QAction *m_record = nullptr;
    bool m_opens = false; ///< a recording is being read for the first time
};

Recordings::Recordings(Scope &scope)
    : m_scope(scope)
    , m_saver(scope.workbench)
    , m_shown(new ElidedLabel)
    , m_recorded(new QToolButton)
{
    scope.window()->setAcceptDrops(true);
    scope.window()->installEventFilter(this);
    scope.indicators.add(m_shown);
    scope.indicators.add(m_recorded);
    addCommands();
    wireBar();
    wireSaver();
    wireRecorder();
    showReplay();
}

void Recordings::wireBar()
{
    Replay *replay = &m_scope.workbench.replay();
    connect(this, &ReplayBar::playRequested, replay, &Replay::play);
    connect(this, &ReplayBar::pauseRequested, replay, &Replay::pause);
    connect(this, &ReplayBar::stepRequested, replay, &Replay::step);
    connect(this, &ReplayBar::seekRequested, replay, &Replay::seek);
    connect(this, &ReplayBar::speedRequested, replay, &Replay::setSpeed);
    connect(this, &ReplayBar::closeRequested, this,
            [this] { m_scope.commands.run(QStringLiteral("file.close")); });
    connect(replay, &Replay::positionChanged, this, [this] { show(m_scope.workbench.replay()); });
    connect(replay, &Replay::changed, this, &Recordings::showReplay);
}

void Recordings::wireSaver()
{
    connect(&m_saver, &RecordingSaver::failed, &m_scope, &Scope::say);
    connect(&m_saver, &RecordingSaver::saved, this, [this](const QString &path, quint64 frames) {
        m_scope.say(tr("%n frame(s) saved in %1.", nullptr, static_cast<int>(frames)).arg(path));
    });
}

void Recordings::wireRecorder()
{
    m_recorded->setAutoRaise(true);
    m_recorded->setToolTip(tr("Being recorded; a click ends it"));
    connect(m_recorded, &QToolButton::clicked, this, &Recordings::toggleRecorder);
    connect(&m_scope.workbench.recorder(), &LiveRecorder::changed, this, &Recordings::showRecorded);
    connect(&m_scope, &Scope::counted, this, &Recordings::showRecorded);
    showRecorded();
}

void Recordings::addCommands()
{
    Commands &commands = m_scope.commands;
    commands.add({.id = QStringLiteral("file.open"),
                  .text = tr("&Open a recording…"),
                  .menu = CommandMenu::File,
                  .keys = QKeySequence::Open,
                  .run = [this](const QVariant &path) {
                      if (path.isValid())
                          open(path.toString());
                      else
                          chooseFile();
                  }});
    commands.add(
        {.id = QStringLiteral("file.save"),
         .text = tr("&Save as a recording…"),
         .menu = CommandMenu::File,
         .keys = QKeySequence::Save,
         .run =
             [this](const QVariant &path) {
                 if (path.isValid())
                     m_saver.save(path.toString(), m_scope.notes.all());
                 else
                     chooseSaved();
             },
         .whyNot = [this] { return m_saver.isSaving() ? tr("A recording is being saved.") : QString(); },
         .tip = tr("What is in the history")});
    m_record = commands.add({.id = QStringLiteral("file.record"),
                             .text = tr("&Record to a file…"),
                             .menu = CommandMenu::File,
                             .keys = Qt::CTRL | Qt::Key_R,
                             .run = [this](const QVariant &) { toggleRecorder(); },
                             .tip = tr("Writes what is live while it happens")});
    commands.add({.id = QStringLiteral("file.close"),
                  .text = tr("&Close the recording"),
                  .menu = CommandMenu::File,
                  .run = [this](const QVariant &) { m_scope.workbench.closeRecording(); },
                  .whyNot =
                      [this] {
                          return m_scope.workbench.replay().isOpen() ? QString()
                                                                     : tr("No recording is open.");
                      }});
}

void Recordings::showReplay()
{
    const Replay &replay = m_scope.workbench.replay();
    const bool wasOpening = m_opens;
    m_opens = replay.state() == Replay::State::Opening;
    show(replay);
    m_shown->setVisible(replay.isOpen());
    m_shown->setText(replay.isOpen() && !m_opens ? recordingText(replay.info()) : QString());
    if (wasOpening && !m_opens && replay.isOpen()) {
        const RecordingInfo &info = replay.info();
        m_scope.axis.setWindow(std::chrono::duration<double>(info.end - info.begin).count() * kMargin);
    }
}

bool Recordings::hasSomethingToLose() const
{
    if (m_scope.workbench.replay().isOpen())
        return false; // that one is in its file
    return m_scope.workbench.clientCount() > 0 || !m_scope.taps.taps().empty() || m_scope.calls.all() > 0;
}

void Recordings::chooseFile()
{
    auto *dialog = new QFileDialog(m_scope.window(), tr("Open a recording"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Recordings (*.pcapng *.jsonl)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &Recordings::open);
    dialog->open();
}

/// Shown in place of what is live, which is asked about where there is anything to lose.
void Recordings::open(const QString &path)
{
    if (!hasSomethingToLose())
        return begin(path);
    auto *box = new QMessageBox(QMessageBox::Question, tr("Open a recording"),
                                tr("What was seen so far is forgotten, and connections and taps are ended."),
                                QMessageBox::Cancel, m_scope.window());
    box->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton *yes = box->addButton(tr("&Open the recording"), QMessageBox::AcceptRole);
    connect(box, &QMessageBox::buttonClicked, this, [this, path, yes](const QAbstractButton *pressed) {
        if (pressed == yes)
            begin(path);
    });
    box->open();
}

void Recordings::begin(const QString &path)
{
    for (const OpenTap &tap : m_scope.taps.taps())
        m_scope.taps.close(tap.id);
    m_scope.workbench.openRecording(path);
}

bool Recordings::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_scope.window() && event->type() == QEvent::DragEnter) {
        auto *enter = static_cast<QDragEnterEvent *>(event);
        if (!fileOf(enter->mimeData()).isEmpty())
            enter->acceptProposedAction();
        return true;
    }
    if (object == m_scope.window() && event->type() == QEvent::Drop) {
        auto *drop = static_cast<QDropEvent *>(event);
        drop->acceptProposedAction();
        open(fileOf(drop->mimeData()));
        return true;
    }
    return ReplayBar::eventFilter(object, event);
}

void Recordings::chooseSaved()
{
    auto *dialog = new QFileDialog(m_scope.window(), tr("Save as a recording"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Recordings (*.pcapng)"));
    dialog->setDefaultSuffix(QStringLiteral("pcapng"));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString &path) { m_saver.save(path, m_scope.notes.all()); });
    dialog->open();
}

void Recordings::toggleRecorder()
{
    LiveRecorder &recorder = m_scope.workbench.recorder();
    if (recorder.standing())
        return recorder.stop();
    auto *dialog = new RecordDialog(QDir::current().filePath(suggestedName()), m_scope.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const auto &turns = m_scope.workbench.store().connectionEvents();
        m_scope.workbench.recorder().start(dialog->setting(), {turns.begin(), turns.end()});
    });
    dialog->open();
}

/// Frames and bytes go on: four times a second is enough to read.
void Recordings::showRecorded()
{
    LiveRecorder &recorder = m_scope.workbench.recorder();
    recorder.check();
    const auto standing = recorder.standing();
    m_recorded->setVisible(standing.has_value());
    m_record->setText(standing ? tr("End the &recording") : tr("&Record to a file…"));
    if (!standing)
        return;
    const QString name = QFileInfo(QString::fromStdString(standing->path)).fileName();
    QString text = tr("● %1 · %2 frames").arg(name, countText(standing->frames));
    if (standing->lost > 0)
        text += tr(" · ▲ %1 lost").arg(countText(standing->lost));
    m_recorded->setText(text);
}

PaneView make(Scope &scope)
{
    return {.widget = new Recordings(scope)};
}

} // namespace

Pane recordingPane()
{
    return {.id = QStringLiteral("recording"),
            .title = ReplayBar::tr("Recording"),
            .place = Pane::Place::Bottom,
            .make = make};
}

} // namespace rumpscope::ui
