// SPDX-License-Identifier: BSD-2-Clause
// What the store knows of one session: the calls without an answer, its pid and its name.
#pragma once

#include "clientcore/trace/store/call_record.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace rumpscope::trace {

/// Everything but abandon() takes constant time. Not thread-safe.
class SessionBook
{
public:
    /// Names a request. A client that gives two requests one number gets two answers: they are told apart by
    /// age.
    struct Key
    {
        Generation generation;
        std::uint64_t reqno;
        friend bool operator==(const Key &, const Key &) = default;
    };

    void open(const Key &key, CallId call);
    /// The oldest call that waits under this name.
    [[nodiscard]] std::optional<CallId> find(const Key &key) const;
    /// Takes the oldest call off the book.
    void close(const Key &key);
    /// The running call, if there is exactly one.
    [[nodiscard]] std::optional<CallId> only() const;
    /// Takes all calls of generations up to `last` off the book, oldest first.
    [[nodiscard]] std::vector<CallId> abandon(Generation last);
    [[nodiscard]] bool idle() const { return m_open.empty(); }

    /// Remembers whom a request of the server serves, until its reply; a few hundred at once at most.
    void serving(const Key &request, CallId call);
    [[nodiscard]] std::optional<CallId> served(const Key &request);

    Generation lost{};               ///< generations up to this one have no future
    Generation identified{};         ///< the one `pid` belongs to
    std::optional<std::int32_t> pid; ///< the present one's, once it is known
    std::string name;                ///< command name, as far as it was seen
    std::vector<CallId> withoutPid;  ///< calls of the handshake, made before the pid was known
    bool over = false;               ///< closed or died: the session does not come back

private:
    struct KeyHash
    {
        std::size_t operator()(const Key &key) const noexcept;
    };
    struct Waiting
    {
        CallId oldest;
        std::unique_ptr<std::deque<CallId>> younger; ///< of the same name: rare
    };
    std::unordered_map<Key, Waiting, KeyHash> m_open;
    std::unordered_map<Key, CallId, KeyHash> m_serving;
};

} // namespace rumpscope::trace
