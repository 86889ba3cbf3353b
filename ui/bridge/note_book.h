// SPDX-License-Identifier: GPL-3.0-or-later
// Notes and bookmarks beside calls: of the recording that is shown, or of what is live.
#pragma once

#include "clientcore/recording/recording.h"
#include "ui/bridge/mailbox.h"
#include "ui/bridge/workbench.h"
#include "ui/bridge/workers.h"

namespace rumpscope::ui {

/// Those of a pcapng recording are written into it at once, by a thread of its own; those of what is live go
/// into the recording that is made of it, and are kept until it is saved as one.
class NoteBook : public QObject
{
    Q_OBJECT
public:
    explicit NoteBook(Workbench &workbench, QObject *parent = nullptr);
    ~NoteBook() override; ///< what is on its way into a file gets there

    [[nodiscard]] const trace::Notes &all() const { return m_notes; }
    [[nodiscard]] const trace::Note *find(const trace::CallRecord &record) const;
    /// The call a note is about, if it is in the history.
    [[nodiscard]] std::optional<trace::CallId> callOf(const trace::Note &note) const;

    void setText(const trace::CallRecord &record, const QString &text); ///< empty: no text
    void setBookmark(const trace::CallRecord &record, bool bookmark);
    void remove(const trace::Note &note);

signals:
    void changed();
    void failed(const QString &sentence); ///< a note could not be written into the recording

private:
    void follow();
    void put(const trace::Note &note);
    void write(const trace::Note &note);
    [[nodiscard]] trace::Note noteOf(const trace::CallRecord &record) const;

    Workbench &m_workbench;
    trace::Notes m_notes;
    QString m_path; ///< of the recording they belong to; empty: what is live
    Mailbox m_mailbox;
    Workers m_workers;
};

} // namespace rumpscope::ui
