// SPDX-License-Identifier: GPL-3.0-or-later
// --filter: the window's filter language.
#pragma once

#include "app/rumpscope-cli/console.h"
#include "clientcore/filter/filter.h"

#include <optional>

namespace rumpscope::cli {

/// nullopt for a mistake: what and where has been said.
[[nodiscard]] std::optional<trace::Filter> compiled(Console &console, const std::string &text);

} // namespace rumpscope::cli
