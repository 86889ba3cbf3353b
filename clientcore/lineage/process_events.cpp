// SPDX-License-Identifier: BSD-2-Clause
// What our connections tell about their processes.
#include "clientcore/lineage/process_tree.h"

namespace rumpscope::lineage {

namespace {

using State = Node::State;
using TurnKind = event::ConnectionEvent::Kind;
using Outcome = trace::CallRecord::Outcome;

/// GUEST forks from it (rump_sp, "Processes").
constexpr std::int32_t kFirstPid = 1;
constexpr std::size_t kMostFormerNames = 32;
constexpr const char *kLost = "connection lost";
constexpr const char *kClosed = "closed";

bool failed(const trace::CallRecord &record)
{
    return record.outcome == Outcome::Refused || record.outcome == Outcome::Lost || record.error != 0;
}

} // namespace

void ProcessTree::connection(const event::ConnectionEvent &event)
{
    switch (event.kind) {
    case TurnKind::Established:
        established(event);
        break;
    case TurnKind::Prepared:
        if (event.cookie)
            prepared(*event.cookie, ofLife(event.session, event.generation), event.time);
        break;
    case TurnKind::Claimed:
        if (event.cookie)
            claimed(event);
        break;
    case TurnKind::Cancelled:
        if (const auto child = event.cookie ? m_byCookie.find(*event.cookie) : m_byCookie.end();
            child != m_byCookie.end() && m_nodes.at(child->second).state == State::Prepared)
            end(m_nodes.at(child->second), event.time, "cancelled");
        break;
    case TurnKind::Execed:
        execed(event);
        break;
    case TurnKind::Lost:
    case TurnKind::Died:
        if (Node *node = present(event.session); node && node->generation <= event.generation)
            end(*node, event.time, event.text.empty() ? kLost : event.text);
        break;
    case TurnKind::Closed:
        if (Node *node = present(event.session))
            end(*node, event.time, event.text.empty() ? kClosed : event.text);
        break;
    case TurnKind::Identified:
        identified(event);
        break;
    case TurnKind::Connecting:
    case TurnKind::BannerRead:
    case TurnKind::RetryPlanned:
    case TurnKind::AttemptStarted:
    case TurnKind::AttemptFailed:
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
    forgetOldest();
}

void ProcessTree::established(const event::ConnectionEvent &event)
{
    if (ofLife(event.session, event.generation))
        return;
    if (Node *before = present(event.session)) // the word of its loss did not reach us
        end(*before, event.time, kLost);
    // The kernel's list may have shown it before its own connection did.
    Node *listed = event.pid ? livingWithPid(*event.pid) : nullptr;
    Node &node = listed && listed->state == State::KernelOnly ? *listed : create(State::Guest, event.time);
    node.state = State::Guest;
    node.since = event.time;
    node.session = event.session;
    node.generation = event.generation;
    setPid(node, event.pid);
    node.observer = event.housekeeping;
    node.tapped = event.tapped;
    node.hostPid = event.hostPid;
    node.probable = event.probable;
    if (!event.text.empty())
        node.comm = event.text;
    // A listed one has its parent from the list, and may have children there.
    const Node *first = &node == listed ? nullptr : livingWithPid(kFirstPid);
    if (first && first != &node)
        adopt(node, first->id);
    m_byLife[{event.session, event.generation}] = node.id;
    touch(node);
}

/// The kernel's list may have shown the process meanwhile, as a stranger: it is one, with the stranger's
/// children.
void ProcessTree::identified(const event::ConnectionEvent &event)
{
    Node *node = ofLife(event.session, event.generation);
    if (!node || !event.pid || node->state == State::Ended || node->pid == event.pid)
        return;
    setPid(*node, event.pid);
    for (const NodeId id : m_livingByPid.at(*event.pid)) {
        if (m_nodes.at(id).state == State::KernelOnly && id != node->id) {
            erase(id, node->id);
            break;
        }
    }
    if (node->parent == node->id)
        adopt(*node, std::nullopt);
    cutCycles();
    touch(*node);
}

void ProcessTree::prepared(const wire::Cookie &cookie, Node *parent, TimePoint when)
{
    if (m_byCookie.contains(cookie))
        return; // the answer and the session both tell
    Node &child = create(State::Prepared, when);
    child.cookie = cookie;
    if (parent) {
        adopt(child, parent->id);
        child.comm = parent->comm;
    }
    m_byCookie[cookie] = child.id;
}

/// The kernel forks a second time: the claimed process has a pid of its own, and the prepared one is no more.
/// For people it is one child: the prepared node lives on with the session's process in it.
void ProcessTree::claimed(const event::ConnectionEvent &event)
{
    if (!present(event.session))
        established(event);
    Node *claimant = present(event.session);
    if (!claimant || claimant->state != State::Guest)
        return; // a process is claimed once
    touch(*claimant);
    if (event.pid)
        setPid(*claimant, event.pid);
    const auto known = m_byCookie.try_emplace(*event.cookie, claimant->id).first;
    Node &child = m_nodes.at(known->second);
    if (child.state != State::Prepared) { // prepared by a stranger, or claimed before: its own node stays
        claimant->state = State::Forked;
        claimant->cookie = event.cookie;
        return;
    }
    preparedIsOver(child, event.time);
    child.state = State::Forked;
    child.since = claimant->since;
    setPid(child, claimant->pid);
    child.session = claimant->session;
    child.generation = claimant->generation;
    child.observer = claimant->observer;
    child.tapped = claimant->tapped;
    child.hostPid = claimant->hostPid;
    child.probable = claimant->probable;
    child.calls = claimant->calls;
    child.errors = claimant->errors;
    child.running = claimant->running;
    child.underWay = std::move(claimant->underWay);
    if (child.comm.empty())
        child.comm = claimant->comm;
    m_byLife[{*child.session, child.generation}] = child.id;
    touch(child);
    erase(claimant->id, child.id);
    cutCycles();
}

void ProcessTree::execed(const event::ConnectionEvent &event)
{
    if (Node *node = present(event.session)) {
        rename(*node, event.text, event.time);
        node->execed = true;
    }
}

void ProcessTree::rename(Node &node, const std::string &name, TimePoint when)
{
    if (!node.comm.empty()) {
        node.formerNames.push_back(std::move(node.comm));
        node.renamed.push_back(when);
    }
    if (node.formerNames.size() > kMostFormerNames) {
        node.formerNames.erase(node.formerNames.begin());
        node.renamed.erase(node.renamed.begin());
    }
    node.comm = name;
    touch(node);
}

/// A child has what its parent had open when it was prepared, close-on-exec included.
void ProcessTree::inherit(const Node *parent, const wire::Cookie &cookie)
{
    const auto child = m_byCookie.find(cookie);
    if (!parent || child == m_byCookie.end())
        return;
    Node &node = m_nodes.at(child->second);
    node.descriptors = parent->descriptors.inherited();
    touch(node);
}

void ProcessTree::follow(Node &node, const trace::CallRecord &record, bool began, bool ended)
{
    if (began) {
        ++node.calls;
        if (ended || node.state == State::Ended)
            return;
        ++node.running;
        if (node.underWay.size() < Node::kUnderWay)
            node.underWay.push_back({record.id, record.number, record.sent});
    } else if (ended && node.running > 0) {
        --node.running;
        std::erase_if(node.underWay, [&](const UnderWay &one) { return one.call == record.id; });
    }
}

void ProcessTree::call(const trace::CallRecord &record, bool began, bool ended)
{
    using Kind = trace::CallRecord::Kind;
    Node *node = ofLife(record.session, record.generation);
    if (record.kind == Kind::Prefork && ended && record.cookie && record.outcome == Outcome::Answered) {
        prepared(*record.cookie, node, record.ended);
        inherit(node, *record.cookie);
    }
    if (!node || record.housekeeping)
        return;
    if (ended && node->descriptors.follow(record))
        touch(*node);
    if (record.kind != Kind::Syscall)
        return;
    follow(*node, record, began, ended);
    node->errors += ended && failed(record) ? 1 : 0;
    touch(*node);
}

} // namespace rumpscope::lineage
