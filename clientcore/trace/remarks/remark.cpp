// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/remarks/remark.h"

#include <algorithm>

namespace rumpscope::trace {

namespace {

constexpr RuleFact kRules[] = {
    {RemarkRule::LostDescriptors, Severity::Warning, "lost-descriptors", "Descriptors lost in a reconnect",
     "A reconnect makes a new process with an empty descriptor table. Open the files again after it."},
    {RemarkRule::RepeatedCall, Severity::Warning, "repeated-call", "Call repeated after a lost answer",
     "Nobody knows whether the first one happened. If it did, its effect is there twice."},
    {RemarkRule::LostAnswer, Severity::Warning, "lost-answer", "Answer lost",
     "The connection went while the call was under way. Whether it happened is unknown."},
    {RemarkRule::ShortArguments, Severity::Error, "short-arguments", "Arguments shorter than the call needs",
     "A real server reads behind the request and crashes. The client was built for another set of calls, or "
     "is broken."},
    {RemarkRule::NoFreeWorker, Severity::Error, "no-free-worker", "No free worker left",
     "A server has 128 workers and a blocked call holds one. Every client waits now: close a connection that "
     "blocks."},
    {RemarkRule::Violation, Severity::Error, "violation", "Server request outside lent memory",
     "The server asked for memory that no running call lent it. rumpscope closed the connection."},
    {RemarkRule::StrayAnswers, Severity::Warning, "stray-answers", "Answers to nobody",
     "An answer carried a request number that nobody waits for: request numbers were reused, or a peer is "
     "broken."},
    {RemarkRule::OpenToNetwork, Severity::Warning, "open-to-network", "Root over the network",
     "There is no password and no encryption. Use a local socket, or a tunnel such as ssh -L."},
    {RemarkRule::UnclaimedChild, Severity::Warning, "unclaimed-child", "Prepared child never claimed",
     "It stays in the kernel with copies of its parent's descriptors until somebody claims or cancels it."},
    {RemarkRule::BlockedCall, Severity::Note, "blocked-call", "Call waits for its answer",
     "Normal for reads from pipes and sockets. Only the end of its connection or an exec interrupts it."},
    {RemarkRule::SilentClient, Severity::Warning, "silent-client", "Kernel waits for its client",
     "A copyin has not been answered: the client is stopped or hangs, and its call with it."},
    {RemarkRule::SmallTransfers, Severity::Note, "small-transfers", "Many small transfers in a row",
     "Each costs a round trip. A larger buffer in the client would need one for all of them."},
    {RemarkRule::SmallPieces, Severity::Note, "small-pieces", "Many small copyins in a call",
     "Each piece costs a round trip. Gathered in one buffer they would need one for all of them."},
    {RemarkRule::UnreadAnswers, Severity::Error, "unread-answers", "Answers left unread",
     "The client does not read what the kernel sends. Without the tap, which holds it, a real server would "
     "stand still for everybody. Past its limit the tap cuts the client."},
};

} // namespace

std::span<const RuleFact> remarkRules()
{
    return kRules;
}

const RuleFact &ruleFact(RemarkRule rule)
{
    return *std::find_if(std::begin(kRules), std::end(kRules),
                         [&](const RuleFact &fact) { return fact.rule == rule; });
}

} // namespace rumpscope::trace
