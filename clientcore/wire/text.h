// SPDX-License-Identifier: BSD-2-Clause
// Foreign bytes made fit to show.
#pragma once

#include <string>
#include <string_view>

namespace rumpscope::wire {

/// Printable ASCII as it is, everything else as \xNN or its C escape; cut to `limit` source bytes with "…".
[[nodiscard]] std::string printable(std::string_view bytes, std::size_t limit = 96);

} // namespace rumpscope::wire
