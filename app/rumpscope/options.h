// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of rumpscope.
#pragma once

#include "clientcore/retry/policy.h"
#include "ui/kit/theme.h"

#include <optional>
#include <string>

namespace rumpscope {

struct Options
{
    std::string recording; ///< file to open
    std::string url;       ///< empty: RUMP_SERVER, or else the practice kernel
    std::string snapshot;  ///< file to write a picture of a scripted visit to
    ui::Theme::Scheme scheme = ui::Theme::Scheme::System;
    std::optional<retry::Policy> retry;
    bool startupTime = false;
};

/// Reads the arguments. The exit code where there is nothing left to do: help, version, a mistake (told on
/// stderr).
[[nodiscard]] std::optional<int> readOptions(int argc, char **argv, Options &options);

} // namespace rumpscope
