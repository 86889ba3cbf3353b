// SPDX-License-Identifier: BSD-2-Clause
// What turns of a connection mean for its calls.
#include "clientcore/trace/store/store.h"

#include <algorithm>
#include <limits>

namespace rumpscope::trace {

namespace {

using Outcome = CallRecord::Outcome;
using TurnKind = ConnectionEvent::Kind;

/// Sessions that ended: late frames of theirs are known for what they are.
constexpr std::size_t kMostRetired = 1024;
/// Prepared children whose parent's name is remembered until somebody claims them.
constexpr std::size_t kMostChildNames = 4096;
constexpr Generation kAll{std::numeric_limits<std::uint32_t>::max()};

/// A FORK that cancels has no answer: the end of the connection is the answer.
bool isCancellingFork(const CallRecord &record)
{
    if (record.kind != CallRecord::Kind::Fork)
        return false;
    const FrameRecord &request = record.frames.front();
    const auto fork = wire::decodeForkRequest({request.header, request.payload});
    return fork && fork->cancel != 0;
}

} // namespace

void Store::addTurn(const ConnectionEvent &event)
{
    SessionBook &book = m_books[event.session];
    switch (event.kind) {
    case TurnKind::Established:
        if (event.generation > Generation{1}) // a loss that the recorder had no room for
            abandon(book, Generation{static_cast<std::uint32_t>(event.generation) - 1}, event.time,
                    Outcome::Lost);
        identify(book, event);
        break;
    case TurnKind::Claimed:
    case TurnKind::Identified:
        if (event.pid)
            identify(book, event);
        break;
    case TurnKind::Execed:
        book.name = event.text;
        break;
    case TurnKind::Lost:
        abandon(book, event.generation, event.time, Outcome::Lost);
        book.lost = std::max(book.lost, event.generation);
        break;
    case TurnKind::AttemptFailed: // only its handshake can be running; the next attempt may have the same
                                  // number
        abandon(book, kAll, event.time, Outcome::Lost);
        break;
    case TurnKind::Cancelled:
    case TurnKind::Closed:
    case TurnKind::Died:
        abandon(book, kAll, event.time, event.kind == TurnKind::Died ? Outcome::Lost : Outcome::Cancelled);
        if (!book.over)
            m_retired.push_back(event.session);
        book.over = true;
        break;
    case TurnKind::Connecting:
    case TurnKind::BannerRead:
    case TurnKind::Prepared:
    case TurnKind::RetryPlanned:
    case TurnKind::AttemptStarted:
    case TurnKind::GaveUp:
    case TurnKind::Violation:
    case TurnKind::Signal:
    case TurnKind::AnswerLost:
    case TurnKind::Repeated:
    case TurnKind::StrayAnswer:
    case TurnKind::Garbled:
    case TurnKind::Unread:
        break;
    }
    while (m_retired.size() > kMostRetired) {
        m_books.erase(m_retired.front());
        m_retired.pop_front();
    }
}

/// The pid is known only after the handshake, or much later behind a tap: the calls made until then get it
/// now.
void Store::identify(SessionBook &book, const ConnectionEvent &event)
{
    if (book.name.empty())
        book.name = event.text;
    if (!event.pid)
        return;
    book.identified = event.generation;
    book.pid = event.pid;
    for (const CallId id : book.withoutPid) {
        CallRecord *record = recordOf(id);
        if (record && record->generation == event.generation) {
            record->pid = event.pid;
            touch(id);
        }
    }
    book.withoutPid.clear();
}

void Store::abandon(SessionBook &book, Generation last, TimePoint when, Outcome outcome)
{
    for (const CallId id : book.abandon(last)) {
        CallRecord *record = recordOf(id);
        if (!record)
            continue;
        record->outcome = isCancellingFork(*record) ? Outcome::Cancelled : outcome;
        end(*record, when);
        touch(id);
    }
}

void Store::rememberName(const wire::Cookie &cookie, const std::string &name)
{
    if (!m_childNames.insert_or_assign(cookie, name).second)
        return;
    m_childrenByAge.push_back(cookie);
    if (m_childrenByAge.size() > kMostChildNames) {
        m_childNames.erase(m_childrenByAge.front());
        m_childrenByAge.pop_front();
    }
}

} // namespace rumpscope::trace
