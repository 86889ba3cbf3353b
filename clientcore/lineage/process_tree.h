// SPDX-License-Identifier: BSD-2-Clause
// Who forked whom: what our connections know, joined with what the kernel lists.
#pragma once

#include "clientcore/lineage/change_log.h"
#include "clientcore/lineage/descriptors.h"
#include "clientcore/lineage/kernel_process.h"
#include "clientcore/trace/store/call_record.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace rumpscope::lineage {

using event::Generation;
using event::SessionId;
using transport::TimePoint;

/// A node for as long as the tree lives; survives the end of its process.
enum class NodeId : std::uint32_t {};

/// A system call without an answer yet.
struct UnderWay
{
    trace::CallId call{};
    std::uint32_t number = 0;
    TimePoint since{};
};

/// One life of one process.
struct Node
{
    enum class State : std::uint8_t {
        Guest,      ///< ● a GUEST connection
        Forked,     ///< ↳ claimed with a cookie
        Prepared,   ///< ◌ PREFORK answered, not claimed yet
        KernelOnly, ///< ○ in the kernel's list, none of ours
        Ended,      ///< ✝
    };
    NodeId id{};
    std::optional<NodeId> parent; ///< true lineage where known, else the kernel's ppid
    State state = State::KernelOnly;
    bool execed = false;   ///< ⟳
    bool observer = false; ///< rumpscope's own
    std::optional<std::int32_t> pid;
    std::string comm;
    std::vector<std::string> formerNames; ///< before each exec, oldest first; the latest few dozen
    std::vector<TimePoint> renamed;       ///< when each of them ended
    std::optional<SessionId> session;
    Generation generation{};
    std::optional<wire::Cookie> cookie;
    bool tapped = false;                 ///< somebody else's client, seen by a tap
    bool probable = false;               ///< the same client as its earlier lives: a guess by name and host
    std::optional<std::int32_t> hostPid; ///< of its program on this machine, where a tap could learn it
    TimePoint since{};
    std::optional<TimePoint> ended;
    std::string ending; ///< "closed", "connection lost", "cancelled", "gone from the kernel's list", or what
                        ///< a tap saw: "closed with 1 call under way"
    std::uint64_t calls = 0;
    double rate = 0; ///< calls per second, last full second
    std::uint64_t errors = 0;
    std::uint32_t running = 0;      ///< calls without an answer now
    std::vector<UnderWay> underWay; ///< the oldest of them, kUnderWay at most
    Descriptors descriptors;        ///< as its calls show them
    std::uint64_t changed = 0;      ///< revision of the tree that changed it last

    static constexpr std::size_t kUnderWay = 64;
};

/// Of calls of each life.
using CallCounts = std::map<std::pair<SessionId, Generation>, std::uint64_t>;

/// Not thread-safe: belongs to the thread that feeds it. Connection events and calls may be fed in the order
/// they happened, or all events of a batch before its calls.
class ProcessTree
{
public:
    struct Limits
    {
        std::size_t ended = 1000;
    };             ///< ended nodes kept; older ones are forgotten and counted
    ProcessTree(); ///< with the default limits
    explicit ProcessTree(Limits limits);

    void connection(const event::ConnectionEvent &event);
    /// A record that began or ended; counts system calls that are not housekeeping, ties PREFORK's cookie to
    /// its parent.
    void call(const trace::CallRecord &record, bool began, bool ended);
    /// The whole list, as the observer read it at `when`. An older list than the last is ignored.
    void kernelList(const std::vector<KernelProcess> &list, TimePoint when);
    /// Moves rates on.
    void tick(TimePoint now);
    /// The kernel went at `when`: every process it had has ended, and a list made before says nothing any
    /// more.
    void kernelGone(TimePoint when, const std::string &why);

    [[nodiscard]] const std::map<NodeId, Node> &nodes() const { return m_nodes; }
    [[nodiscard]] std::vector<NodeId> children(std::optional<NodeId> parent) const; ///< in order of birth
    [[nodiscard]] const Node *findSession(SessionId session) const;                 ///< its present life
    /// Any life of a session, ended ones included.
    [[nodiscard]] std::optional<NodeId> findLife(SessionId session, Generation generation) const;
    /// Ended nodes that are no longer kept.
    [[nodiscard]] std::uint64_t forgotten() const { return m_forgotten; }
    /// Changes whenever anything visible changed.
    [[nodiscard]] std::uint64_t revision() const { return m_log.revision(); }
    /// What changed after that revision; nothing if that is too long ago to tell.
    [[nodiscard]] std::optional<ChangeLog<NodeId>::Changes> changesSince(std::uint64_t revision) const
    {
        return m_log.since(revision);
    }
    /// As new, except that revision() goes on: who follows the changes has to look at everything again.
    void restart();
    /// The tree as indented lines. Names are made harmless for a terminal.
    [[nodiscard]] std::string flattened() const;
    /// Only processes that have calls among these, and their ancestors, with these numbers of calls.
    [[nodiscard]] std::string flattened(const CallCounts &counts) const;

private:
    using Life = std::pair<SessionId, Generation>;
    using ByPid = std::map<std::int32_t, NodeId>;

    // process_tree.cpp: nodes
    Node &create(Node::State state, TimePoint when);
    [[nodiscard]] std::string lines(const std::map<NodeId, std::uint64_t> *counts) const;
    void setPid(Node &node, std::optional<std::int32_t> pid);
    void touch(Node &node) { node.changed = m_log.touched(node.id, node.changed); }
    void adopt(Node &node, std::optional<NodeId> parent);
    void end(Node &node, TimePoint when, std::string why);
    void erase(NodeId id, std::optional<NodeId> heir);
    void forgetOldest();
    void cutCycles();
    [[nodiscard]] Node *find(std::optional<NodeId> id);
    [[nodiscard]] const Node *find(std::optional<NodeId> id) const;
    [[nodiscard]] Node *present(SessionId session);
    [[nodiscard]] Node *ofLife(SessionId session, Generation generation);
    [[nodiscard]] Node *livingWithPid(std::int32_t pid);

    // process_events.cpp: what happened to ours
    void established(const event::ConnectionEvent &event);
    void identified(const event::ConnectionEvent &event);
    void prepared(const wire::Cookie &cookie, Node *parent, TimePoint when);
    void claimed(const event::ConnectionEvent &event);
    void execed(const event::ConnectionEvent &event);
    void rename(Node &node, const std::string &name, TimePoint when);
    void inherit(const Node *parent, const wire::Cookie &cookie);
    static void follow(Node &node, const trace::CallRecord &record, bool began, bool ended);

    // kernel_list.cpp: what the kernel says
    [[nodiscard]] ByPid livingByPid() const;
    [[nodiscard]] bool hasLeft(const KernelProcess &row, TimePoint when) const;
    void preparedIsOver(const Node &child, TimePoint when);
    void adoptPrepared(std::vector<const KernelProcess *> &strangers, ByPid &living);
    void update(Node &node, const KernelProcess &row, const ByPid &living, TimePoint when);
    void endVanished(const std::vector<KernelProcess> &list, const ByPid &living, TimePoint when);

    Limits m_limits;
    std::map<NodeId, Node> m_nodes;
    std::map<std::int32_t, std::set<NodeId>> m_livingByPid;
    std::map<NodeId, std::set<NodeId>> m_children; ///< only of nodes that have some
    std::map<Life, NodeId> m_byLife;
    std::map<wire::Cookie, NodeId> m_byCookie;
    std::deque<NodeId> m_ended;               ///< in the order they ended
    std::map<std::int32_t, TimePoint> m_left; ///< pids that our processes gave up lately, and when
    /// A prepared child that was over before any list told its pid.
    struct Unlisted
    {
        std::optional<NodeId> parent;
        std::optional<std::int32_t> parentPid;
        std::string comm;
        TimePoint over;
    };
    std::vector<Unlisted> m_unlisted; ///< lately
    std::map<NodeId, std::uint64_t> m_callsAtTick;
    std::optional<TimePoint> m_lastTick;
    std::optional<TimePoint> m_lastList;
    std::uint32_t m_next = 1;
    std::uint64_t m_forgotten = 0;
    ChangeLog<NodeId> m_log;
    bool m_reparented = false; ///< since cycles were looked for
};

} // namespace rumpscope::lineage
