// SPDX-License-Identifier: GPL-3.0-or-later
// __sysctl: finds the node, hands out the old value, takes the new one.
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/proc/held.h"
#include "app/rumpscope-kernel/sysctl/tree.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

/// The slots of the call.
enum Slot : std::size_t { Name, NameLength, Old, OldLength, New, NewLength };

/// Most bytes of one answer, however large a buffer the client claims to have: its tables are made in our
/// memory first. What does not fit is ENOMEM, as with a buffer that is too small.
constexpr std::uint64_t kLongestAnswer = 4U << 20;

struct Request
{
    std::vector<std::int32_t> name;
    std::uint64_t length = 0; ///< of the old value's buffer; then what goes back there
};

/// Copies the pieces out, one behind the other.
Task<Outcome<void>> giveOld(Call &call, const SysctlAnswer &answer)
{
    std::uint64_t address = call.word(Old);
    for (const auto &piece : answer.pieces) {
        auto copied = co_await call.memory.copyOut(address, piece);
        if (!copied)
            co_return copied;
        address += piece.size();
    }
    if (answer.incomplete)
        co_return fail(NB_ENOMEM);
    co_return Outcome<void>();
}

Task<Outcome<void>> takeNew(Call &call, const SysctlNode &node)
{
    if (!node.write || !call.process->credentials.isRoot())
        co_return fail(NB_EPERM);
    if (call.word(NewLength) > node.longestWrite || call.word(NewLength) < node.shortestWrite)
        co_return fail(NB_EINVAL);
    Bytes value(call.word(NewLength));
    auto copied = co_await call.memory.copyIn(call.word(New), value);
    if (!copied)
        co_return copied;
    co_return node.write(call.kernel, value);
}

/// The query node wants to see the version of the structure its caller knows.
Task<Outcome<void>> checkQuery(Call &call)
{
    if (call.word(New) == 0)
        co_return Outcome<void>();
    if (call.word(NewLength) != layout::sysctlnode::kSize)
        co_return fail(NB_EINVAL);
    std::array<std::byte, layout::sysctlnode::kSize> known{};
    auto copied = co_await call.memory.copyIn(call.word(New), known);
    if (!copied)
        co_return copied;
    std::uint32_t flags = 0;
    std::memcpy(&flags, known.data() + layout::sysctlnode::sysctl_flags, sizeof flags);
    if ((flags & NB_SYSCTL_VERS_MASK) != NB_SYSCTL_VERSION)
        co_return fail(NB_EINVAL);
    co_return Outcome<void>();
}

Task<Outcome<void>> serve(Call &call, Request &request)
{
    static const SysctlTree tree; // the values are read from the kernel that is asked
    const auto found = tree.find(request.name);
    if (!found)
        co_return pass(found);
    const SysctlNode &node = *found->node;
    const SysctlQuestion question{found->rest, call.word(Old) == 0, std::min(request.length, kLongestAnswer)};
    const bool isRequest = !found->rest.empty() && !node.isTable;
    if (isRequest && found->rest[0] != NB_CTL_QUERY) { // no part of the tree may be changed
        if (found->rest.size() != 1)
            co_return fail(NB_ENOENT);
        co_return fail(call.word(New) == 0 ? NB_EINVAL : NB_EPERM);
    }
    const bool isQuery = isRequest;
    if (isQuery) {
        auto checked = co_await checkQuery(call);
        if (!checked)
            co_return checked;
        if (found->rest.size() != 1)
            co_return fail(NB_EINVAL);
    }
    Outcome<SysctlAnswer> answer = SysctlAnswer{};
    if (isQuery)
        answer = describeChildren(node, question);
    else if (call.word(Old) != 0 || call.word(OldLength) != 0)
        answer = node.read(call.kernel, question);
    if (!answer)
        co_return pass(answer);
    const std::size_t kept = std::min(answer->size, question.room);
    if (!question.sizeOnly && !mayHold(*call.process, kept))
        co_return fail(NB_ENOMEM);
    const Held held(*call.process, kept);
    request.length = answer->size;
    auto given = co_await giveOld(call, *answer);
    if (!given || isQuery || call.word(New) == 0)
        co_return given;
    co_return co_await takeNew(call, node);
}

Task<Outcome<Values>> sysSysctl(Call &call)
{
    const std::uint32_t count = call.bits(NameLength);
    if (count == 0 || count > NB_CTL_MAXNAME)
        co_return fail(NB_EINVAL);
    Request request;
    if (call.word(OldLength) != 0) {
        auto copied = co_await call.copyIn(call.word(OldLength), request.length);
        if (!copied)
            co_return pass(copied);
    }
    request.name.resize(count);
    auto named =
        co_await call.memory.copyIn(call.word(Name), std::as_writable_bytes(std::span(request.name)));
    if (!named)
        co_return pass(named);
    auto served = co_await serve(call, request);
    // The length goes back whatever happened.
    if (call.word(OldLength) != 0) {
        auto copied = co_await call.copyOut(call.word(OldLength), request.length);
        if (!copied)
            co_return pass(copied);
    }
    co_return answer(served);
}

} // namespace

std::span<const CallEntry> sysctlCalls()
{
    static constexpr std::array kCalls{slow(NB_SYS___sysctl, "__sysctl", 6, sysSysctl)};
    return kCalls;
}

} // namespace rumpscope::kernel
