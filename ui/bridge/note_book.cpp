// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/note_book.h"

#include "clientcore/recording/recording_writer.h"
#include "ui/bridge/live_recorder.h"
#include "ui/bridge/replay.h"

#include <algorithm>

namespace rumpscope::ui {

namespace {

/// Calls may be told a little out of the order of their times.
constexpr std::size_t kDisorder = 256;

} // namespace

NoteBook::NoteBook(Workbench &workbench, QObject *parent)
    : QObject(parent)
    , m_workbench(workbench)
    , m_workers(1)
{
    connect(&workbench.replay(), &Replay::changed, this, &NoteBook::follow);
    connect(&workbench, &Workbench::historyCleared, this, [this] {
        if (m_workbench.replay().isOpen() || m_notes.empty())
            return;
        m_notes.clear(); // the calls they were about are gone
        emit changed();
    });
}

NoteBook::~NoteBook() = default;

/// A recording's notes are known once it was read to its end.
void NoteBook::follow()
{
    const Replay &replay = m_workbench.replay();
    const bool read = replay.isOpen() && replay.state() != Replay::State::Opening;
    const QString path = read ? replay.info().path : QString();
    if (path == m_path)
        return;
    m_path = path;
    m_notes = read ? replay.info().notes : trace::Notes();
    emit changed();
}

const trace::Note *NoteBook::find(const trace::CallRecord &record) const
{
    const auto found = m_notes.find({record.sent, record.reqno});
    return found == m_notes.end() ? nullptr : &found->second;
}

std::optional<trace::CallId> NoteBook::callOf(const trace::Note &note) const
{
    const trace::Store &store = m_workbench.store();
    std::size_t low = 0;
    std::size_t high = store.size();
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (store.at(middle).sent < note.sent)
            low = middle + 1;
        else
            high = middle;
    }
    const std::size_t end = std::min(store.size(), low + kDisorder);
    for (std::size_t i = low - std::min(low, kDisorder); i < end; ++i) {
        if (store.at(i).sent == note.sent && store.at(i).reqno == note.reqno)
            return store.at(i).id;
    }
    return std::nullopt;
}

trace::Note NoteBook::noteOf(const trace::CallRecord &record) const
{
    const trace::Note *note = find(record);
    return note ? *note : trace::Note{record.sent, record.reqno, {}, false};
}

void NoteBook::setText(const trace::CallRecord &record, const QString &text)
{
    trace::Note note = noteOf(record);
    note.text = text.trimmed().toStdString();
    put(note);
}

void NoteBook::setBookmark(const trace::CallRecord &record, bool bookmark)
{
    trace::Note note = noteOf(record);
    note.bookmark = bookmark;
    put(note);
}

void NoteBook::remove(const trace::Note &note)
{
    put({note.sent, note.reqno, {}, false});
}

void NoteBook::put(const trace::Note &note)
{
    if (note.empty())
        m_notes.erase({note.sent, note.reqno});
    else
        m_notes[{note.sent, note.reqno}] = note;
    write(note);
    emit changed();
}

void NoteBook::write(const trace::Note &note)
{
    if (m_path.isEmpty())
        return m_workbench.recorder().note(note);
    const QString kept = tr("The note is kept until the recording is closed.");
    if (!m_workbench.replay().info().damage.isEmpty()) {
        emit failed(tr("Nothing is added to a damaged recording. %1").arg(kept));
        return;
    }
    m_workers.start([this, note, path = m_path.toStdString(), kept] {
        using Writer = trace::RecordingWriter;
        auto writer = Writer::open(path, Writer::Existing::Append, {.timesAsTheyAre = true});
        std::optional<trace::RecordingError> error;
        if (writer) {
            (*writer)->note(note);
            (*writer)->close();
            error = (*writer)->error();
        } else {
            error = writer.error();
        }
        if (error)
            m_mailbox.post([this, text = QString::fromStdString(error->sentence), kept] {
                emit failed(text + QLatin1Char(' ') + kept);
            });
    });
}

} // namespace rumpscope::ui
