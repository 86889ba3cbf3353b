// SPDX-License-Identifier: GPL-3.0-or-later
// A process of ours in somebody's kernel.
#pragma once

#include "app/rumpscope-cli/console.h"
#include "clientcore/session/session.h"

#include <memory>
#include <optional>

namespace rumpscope::cli {

/// Where, and as whom.
struct GuestOptions
{
    std::string url; ///< empty: RUMP_SERVER
    std::string name = "rumpscope-cli";
};

/// The address given, or that of RUMP_SERVER; what is wrong with it has been
/// said.
[[nodiscard]] std::optional<transport::ServerUrl> serverUrl(Console &console, const std::string &given);
/// Null where no session could be made: why has been said.
[[nodiscard]] std::unique_ptr<session::Session> connectGuest(Console &console, const GuestOptions &options);

} // namespace rumpscope::cli
