// SPDX-License-Identifier: BSD-2-Clause
// From values to the bytes of NetBSD structures.
#pragma once

#include "clientcore/abi/catalog.h"
#include "clientcore/call/bytes.h"
#include "clientcore/call/scanner.h"

namespace rumpscope::call {

/// Does the number fit `size` bytes, with or without a sign?
[[nodiscard]] bool fits(std::int64_t number, std::size_t size);

/// A number or names; names of `set`, or any where that is null.
[[nodiscard]] Parsed<std::int64_t> encodeNumber(const Value &value, const abi::FlagSet *set);

/// What happens to the pointers of a structure: they can only be NULL, or somebody fills them in later.
enum class Pointers { OnlyNull, Later };

/// One structure (or list element). Socket addresses come out as long as they are.
[[nodiscard]] Parsed<Bytes> encodeStructure(const abi::Structure &structure, const Value &value,
                                            Pointers pointers = Pointers::OnlyNull);
/// The field that a value of a structure is for: by its name, else by its place; null if there is none.
[[nodiscard]] const abi::Field *fieldOf(const abi::Structure &structure, const FieldValue &given,
                                        std::size_t position);
/// {AF_INET, "127.0.0.1", 80}, {AF_INET6, "::1", 80}, {AF_LOCAL, "/tmp/x"}, {18, "raw bytes"}; at most 255
/// bytes.
[[nodiscard]] Parsed<Bytes> encodeSocketAddress(const Value &value);
/// A buffer without a known shape: a string, [1, 2] as ints, or a structure recognised by its fields.
[[nodiscard]] Parsed<Bytes> encodeBuffer(const Value &value);

} // namespace rumpscope::call
