// SPDX-License-Identifier: BSD-2-Clause
// Names of flags and values: from text to numbers and back, and what might have been meant.
#pragma once

#include "clientcore/abi/catalog.h"
#include "clientcore/call/scanner.h"

#include <span>

namespace rumpscope::call {

/// The number of a NamesValue; its names have to be of `set`, or of any set where that is null.
[[nodiscard]] Parsed<std::int64_t> numberOf(const NamesValue &value, const Value &at,
                                            const abi::FlagSet *set);

/// One name of a value, and the bits it stands for.
struct FlagPart
{
    std::string name; ///< the rest, of no name, in hexadecimal
    std::uint64_t bits = 0;
    bool known = true; ///< false for the rest
};
/// A value under the set's mask first, then names of several bits, then of one, then the rest.
[[nodiscard]] std::vector<FlagPart> flagParts(const abi::FlagSet &set, std::uint64_t value);
/// "O_RDWR|O_CREAT", rest in hexadecimal.
[[nodiscard]] std::string flagNames(const abi::FlagSet &set, std::uint64_t value);
/// The name, else the number in decimal.
[[nodiscard]] std::string enumName(const abi::FlagSet &set, std::int64_t value);
/// "S_IFREG|0644"; without type bits "0644".
[[nodiscard]] std::string modeText(std::uint64_t mode);
/// "0644", "0".
[[nodiscard]] std::string octal(std::uint64_t value);

/// The nearest of `names` to what was typed, if any is near; ", did you mean X?" or nothing.
[[nodiscard]] std::string didYouMean(std::string_view typed, std::span<const std::string_view> names);
[[nodiscard]] std::vector<std::string_view> namesOf(const abi::FlagSet &set);

/// "open(const char *path, int flags[, mode_t mode])", PAD left out; argument `marked` in «guillemets».
[[nodiscard]] std::string prototype(const abi::Call &call, int marked = -1);

/// What is written for an argument: "a path in quotes: \"/tmp/x\"".
[[nodiscard]] std::string wantedFor(const abi::Argument &argument);

} // namespace rumpscope::call
