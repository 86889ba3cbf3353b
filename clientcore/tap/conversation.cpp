// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/tap/conversation.h"

#include <fmt/format.h>

namespace rumpscope::tap {

namespace {

/// Marks of one connection; further ones are counted.
constexpr std::uint64_t kMostMarks = 1000;

} // namespace

Conversation::Conversation(event::Sink &observer, ClientBook &book, About about, transport::TimePoint begun)
    : m_observer(observer)
    , m_book(book)
    , m_about(std::move(about))
    , m_client(FrameCutter::Speaker::Client, m_about.keep, wire::kDefaultFrameLimit)
    , m_server(FrameCutter::Speaker::Server, m_about.keep, wire::kDefaultFrameLimit)
    , m_now(begun)
{
    m_standing.hostPid = m_about.hostPid;
    tell(Note::Kind::Connecting, m_about.server);
}

/// Only its first frame tells whether a client has been here before; what was to be told until then is told
/// now.
void Conversation::identify(const std::string &commandName, bool mayReturn)
{
    if (m_identity)
        return;
    if (mayReturn && !m_about.hostPid && !m_about.host.empty()) {
        const ClientBook::Guess guess = m_book.arriveFrom(m_about.host, commandName, m_now);
        m_identity = guess.identity;
        m_probable = guess.probable;
    } else {
        m_identity = mayReturn ? m_book.arrive(m_about.hostPid, commandName) : m_book.arrive({}, {});
    }
    m_standing.identity = *m_identity;
    m_standing.commandName = commandName;
    for (Note &early : m_early) {
        early.session = m_identity->session;
        early.generation = m_identity->generation;
        m_observer.connection(early);
    }
    m_early.clear();
}

Conversation::Note Conversation::note(Note::Kind kind) const
{
    Note note{};
    note.time = m_now;
    note.kind = kind;
    note.tapped = true;
    note.hostPid = m_about.hostPid;
    note.probable = m_probable;
    return note;
}

void Conversation::tell(Note note)
{
    if (!m_identity) {
        m_early.push_back(std::move(note));
        return;
    }
    note.session = m_identity->session;
    note.generation = m_identity->generation;
    m_observer.connection(note);
}

void Conversation::tell(Note::Kind kind, std::string text)
{
    Note made = note(kind);
    made.text = std::move(text);
    tell(std::move(made));
}

void Conversation::garbled(std::string text)
{
    if (++m_standing.garbled > kMostMarks)
        return;
    if (m_standing.garbled == kMostMarks)
        text += " Further bytes without sense on this connection are not marked.";
    tell(Note::Kind::Garbled, std::move(text));
}

void Conversation::unread(std::size_t bytes, transport::TimePoint when)
{
    const std::lock_guard lock(m_mutex);
    if (m_standing.ended || !m_identity)
        return;
    m_now = when;
    Note made = note(Note::Kind::Unread);
    made.number = static_cast<std::int64_t>(bytes);
    tell(std::move(made));
}

void Conversation::unreachable(event::ClientError error, transport::TimePoint when)
{
    const std::lock_guard lock(m_mutex);
    if (m_standing.ended)
        return;
    m_now = when;
    m_standing.ended = true;
    attemptFailed(std::move(error));
}

/// Of somebody who has not said who it is: one more attempt of a client that is awaited, or nobody we know.
void Conversation::attemptFailed(event::ClientError error)
{
    const auto known = m_about.hostPid ? m_book.awaited(*m_about.hostPid) : std::nullopt;
    if (known) {
        m_early.clear();
        m_identity = known;
        m_standing.identity = *known;
    }
    identify({}, false);
    Note failed = note(Note::Kind::AttemptFailed);
    failed.error = std::move(error);
    tell(std::move(failed));
    if (!known)
        tell(Note::Kind::Closed, "it did not come to a handshake");
}

std::string Conversation::ending(End how, const std::string &detail) const
{
    const std::size_t open = m_open.size();
    const std::string calls =
        open == 0 ? std::string() : fmt::format(" with {} call{} under way", open, open == 1 ? "" : "s");
    switch (how) {
    case End::ByClient:
        return !m_client.broken() && !m_client.atBoundary() ? "closed in the middle of a frame"
               : calls.empty()                              ? std::string()
                                                            : "closed" + calls;
    case End::ByServer:
        return "closed by the server" + calls;
    case End::CutUnread:
        return "cut: " + detail;
    case End::CutByUser:
        return "cut by hand" + calls;
    case End::TapClosed:
        return "cut: the tap was closed" + calls;
    }
    return {};
}

void Conversation::end(End how, transport::TimePoint when, const std::string &detail)
{
    const std::lock_guard lock(m_mutex);
    if (m_standing.ended)
        return;
    m_now = when;
    m_standing.ended = true;
    const std::string text = ending(how, detail);
    const event::ClientError error{event::ClientError::Kind::Connection, 0, 0,
                                   fmt::format("The tapped connection was {}.", text)};
    if (!m_identity) {
        attemptFailed(how == End::ByClient ? event::ClientError{event::ClientError::Kind::Stopped, 0, 0,
                                                                "The client closed before it said a word."}
                                           : error);
    } else if (m_cancelling) { // the end is the only answer it has (rump_sp, "Client to server")
        Note cancelled = note(Note::Kind::Cancelled);
        cancelled.cookie = m_cancelling;
        tell(std::move(cancelled));
    } else if (how == End::ByClient) {
        tell(Note::Kind::Closed, text);
    } else {
        if (m_about.hostPid && (m_standing.established || !m_standing.commandName.empty()))
            m_book.lost(*m_about.hostPid, m_standing.commandName, *m_identity);
        else if (!m_about.hostPid && !m_about.host.empty() && !m_standing.commandName.empty())
            m_book.lostFrom(m_about.host, m_standing.commandName, *m_identity, when);
        Note lost = note(Note::Kind::Lost);
        lost.text = text;
        lost.error = error;
        tell(std::move(lost));
    }
}

bool Conversation::clientAtBoundary() const
{
    const std::lock_guard lock(m_mutex);
    return m_client.atBoundary();
}

Conversation::Standing Conversation::standing() const
{
    const std::lock_guard lock(m_mutex);
    Standing standing = m_standing;
    standing.openRequests = m_open.size();
    return standing;
}

} // namespace rumpscope::tap
