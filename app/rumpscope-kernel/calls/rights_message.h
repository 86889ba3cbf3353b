// SPDX-License-Identifier: GPL-3.0-or-later
// SCM_RIGHTS: open files as control messages of sendmsg and recvmsg.
#pragma once

#include "app/rumpscope-kernel/core/call.h"
#include "app/rumpscope-kernel/net/rights.h"

namespace rumpscope::kernel {

struct RightsRequest
{
    std::vector<std::int32_t> descriptors;
    bool malformed = false; ///< it makes no sense: found when the bytes of the message are there
    [[nodiscard]] bool isEmpty() const { return descriptors.empty() && !malformed; }
};

/// The control block of a message to be sent; EINVAL for a length that cannot be.
[[nodiscard]] Task<Outcome<RightsRequest>> fetchControl(Call &call, std::uint64_t address,
                                                        std::uint32_t length);
/// The open files of these descriptors. EINVAL for a malformed request, EBADF; EOPNOTSUPP where the domain
/// has no such thing; EAGAIN when too many are under way.
[[nodiscard]] Outcome<std::unique_ptr<Rights>> takeRights(const Call &call, const RightsRequest &request,
                                                          std::int32_t domain);

struct ControlRoom
{
    std::uint64_t address = 0;
    std::uint32_t length = 0;
};
struct ControlGiven
{
    std::uint32_t length = 0;
    bool cut = false; ///< there was no room
};
/// Installs received files and says in the client's control buffer which descriptors they got; what finds no
/// room there is closed.
[[nodiscard]] Task<Outcome<ControlGiven>> giveRights(Call &call, std::unique_ptr<Rights> rights,
                                                     ControlRoom room, bool closeOnExec);

} // namespace rumpscope::kernel
