// SPDX-License-Identifier: BSD-2-Clause
// Rules over the events of a trace.
#pragma once

#include "clientcore/trace/remarks/client_book.h"
#include "clientcore/trace/remarks/remark.h"
#include "clientcore/trace/store/store.h"

#include <map>
#include <set>

namespace rumpscope::trace {

/// Follows a store batch by batch and remarks on what it sees. Work for a call is constant; everything kept
/// is bounded. Not thread-safe: belongs to the thread of the store. rumpscope's own calls are left out.
class Remarks
{
public:
    struct Limits
    {
        std::size_t remarks = 500; ///< further ones are counted
        std::size_t evidence = 32; ///< ids kept of one remark
        transport::Duration blocked = std::chrono::seconds(10);
        transport::Duration unclaimed = std::chrono::seconds(10);
        std::size_t workers = 128;      ///< of a server (rump_sp, "Frames")
        std::uint32_t manyInARow = 64;  ///< small transfers
        std::uint32_t manyPieces = 10;  ///< copyins of one call
        std::uint64_t smallBytes = 64;  ///< a transfer up to this is small
        std::uint64_t smallPiece = 256; ///< a copyin below this is small
    };
    Remarks(); ///< with the default limits
    explicit Remarks(Limits limits);

    /// After each commit() of the store.
    void update(const Store &store, const Store::Change &change);
    /// What time alone decides: blocked calls, unclaimed children. Once a second is enough.
    void tick(const Store &store, TimePoint now);
    void clear();
    /// Of another history: what was remembered of clients is forgotten as well. Ids go on.
    void restart(Limits limits);

    [[nodiscard]] const std::map<RemarkId, Remark> &all() const { return m_remarks; }
    [[nodiscard]] std::uint64_t revision() const { return m_revision; } ///< changes when all() did
    [[nodiscard]] std::uint64_t notKept() const { return m_notKept; }

private:
    /// What makes two findings the same remark.
    struct Key
    {
        RemarkRule rule;
        SessionId session{};
        Generation generation{};
        std::uint64_t detail = 0;
        std::string text;
        // NOLINTNEXTLINE(modernize-use-nullptr)
        friend auto operator<=>(const Key &, const Key &) = default;
    };
    struct Prepared
    {
        CallId call;
        SessionId session;
        std::string parent;
        TimePoint since;
    };

    // remarks.cpp: the book-keeping
    Remark *note(const Key &key, TimePoint when, std::optional<CallId> evidence);
    void withdraw(const Key &key);
    [[nodiscard]] ClientBook &bookOf(const CallRecord &record);

    // call_rules.cpp: what calls show
    void began(const CallRecord &record);
    void ended(const CallRecord &record);
    void rememberChild(const CallRecord &record);
    void lostAnswer(ClientBook &book, const CallRecord &record);
    void checkArguments(const CallRecord &record);
    void checkDescriptors(const ClientBook &book, const CallRecord &record);
    void checkPieces(const CallRecord &record);
    void checkTransfers(ClientBook &book, const CallRecord &record);
    void checkRepeated(ClientBook &book, const CallRecord &record);
    void checkWorkers(TimePoint when);

    // event_rules.cpp: what turns of connections and time show
    void turned(const Store &store, const ConnectionEvent &event);
    void unread(const Store &store, const Key &key, const ConnectionEvent &event);
    void forget(const wire::Cookie &cookie);
    void checkRunning(const CallRecord &record, TimePoint now);

    Limits m_limits;
    std::map<RemarkId, Remark> m_remarks;
    std::map<Key, RemarkId> m_byKey;
    std::map<SessionId, ClientBook> m_books;
    std::map<wire::Cookie, Prepared> m_prepared;
    std::set<CallId> m_running;
    std::uint32_t m_next = 1;
    std::uint64_t m_revision = 0;
    std::uint64_t m_notKept = 0;
};

} // namespace rumpscope::trace
