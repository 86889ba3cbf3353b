// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-cli/filter_option.h"

#include <algorithm>

namespace rumpscope::cli {

std::optional<trace::Filter> compiled(Console &console, const std::string &text)
{
    auto filter = trace::Filter::compile(text);
    if (filter)
        return std::move(*filter);
    const trace::FilterError &error = filter.error();
    console.complain(0, error.message);
    console.note("  " + text);
    console.note("  " + std::string(error.position, ' ') +
                 std::string(std::max<std::size_t>(error.length, 1), '^'));
    return std::nullopt;
}

} // namespace rumpscope::cli
