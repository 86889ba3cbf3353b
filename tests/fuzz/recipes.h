// SPDX-License-Identifier: GPL-3.0-or-later
// Calls that can succeed: chance alone would hardly ever find a socket's arguments, or a kevent's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rumpscope::fuzz {

/// One argument of a recipe.
struct Ingredient
{
    enum class Kind { Number, Descriptor, Lent };
    Kind kind = Kind::Number;
    std::uint64_t value = 0; ///< of Lent: which part of the lent memory
};

struct Recipe
{
    std::uint32_t number = 0;
    std::vector<Ingredient> arguments;
};

[[nodiscard]] std::span<const Recipe> recipes();

} // namespace rumpscope::fuzz
