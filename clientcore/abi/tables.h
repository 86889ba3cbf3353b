// SPDX-License-Identifier: BSD-2-Clause
// The generated tables, as the lookups of catalog.cpp use them.
#pragma once

#include "clientcore/abi/catalog.h"

namespace rumpscope::abi::tables {

[[nodiscard]] std::span<const Call> calls();           ///< by number
[[nodiscard]] std::span<const Call> newerCalls();      ///< by number
[[nodiscard]] std::span<const Call *const> byNumber(); ///< both, at their numbers
[[nodiscard]] std::span<const Choice> choices(Chooser chooser);
[[nodiscard]] std::span<const FlagSet> flagSets();     ///< as in flagsets.tsv
[[nodiscard]] std::span<const Structure> structures(); ///< as in structs.tsv
[[nodiscard]] std::span<const ErrnoFact> errnos();     ///< one a number

} // namespace rumpscope::abi::tables
