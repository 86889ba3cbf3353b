// SPDX-License-Identifier: BSD-2-Clause
#pragma once

#include <cstddef>
#include <string>

namespace rumpscope::trace {

/// A mistake in a filter: where, in bytes, and a sentence that says what to write instead.
struct FilterError
{
    std::size_t position = 0;
    std::size_t length = 0;
    std::string message;
};

} // namespace rumpscope::trace
