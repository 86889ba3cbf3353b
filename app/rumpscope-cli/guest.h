// SPDX-License-Identifier: GPL-3.0-or-later
// A process of ours in somebody's kernel.
#pragma once

#include "app/rumpscope-cli/console.h"
#include "app/rumpscope-cli/interrupt.h"
#include "clientcore/session/session.h"

#include <tl/expected.hpp>

#include <memory>
#include <optional>

namespace rumpscope::cli {

/// Where, and as whom.
struct GuestOptions
{
    std::string url; ///< empty: RUMP_SERVER
    std::string name = "rumpscope-cli";
};

/// The address given, or what the environment says; what is wrong with it, and which variable said it, has
/// been told.
[[nodiscard]] std::optional<transport::ServerUrl> serverUrl(Console &console, const std::string &given);
/// The ExitCode where no session could be made: why has been said. Where the kernel is silent, that is said
/// after three seconds. `interrupt`: who has taken the signals; one of them ends the program while it
/// connects.
[[nodiscard]] tl::expected<std::unique_ptr<session::Session>, int>
connectGuest(Console &console, const GuestOptions &options, Interrupt *interrupt = nullptr);

} // namespace rumpscope::cli
