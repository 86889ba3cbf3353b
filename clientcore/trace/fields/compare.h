// SPDX-License-Identifier: BSD-2-Clause
// Two calls side by side.
#pragma once

#include "clientcore/trace/fields/field.h"

namespace rumpscope::trace {

/// A field of two calls, matched by name and place among its like.
struct FieldPair
{
    std::string name;
    std::optional<std::string> first; ///< its value; nothing: the first call has no such field
    std::optional<std::string> second;
    bool differs = false;       ///< values differ, or one is missing
    bool differsInside = false; ///< some field below does
    std::vector<FieldPair> children;
};

[[nodiscard]] FieldPair compare(const Field &first, const Field &second);

} // namespace rumpscope::trace
