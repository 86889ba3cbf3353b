// SPDX-License-Identifier: BSD-2-Clause
// Values of a filter: names, texts, numbers with or without a unit.
#pragma once

#include "clientcore/call/scanner.h"
#include "clientcore/filter/syntax.h"

namespace rumpscope::trace {

/// Bytes of the UTF-8 character at `position`; 0 at the end. What is no UTF-8 counts as one byte.
[[nodiscard]] std::size_t characterLength(std::string_view text, std::size_t position);

/// The value that begins where `scanner`, which reads `text`, stands.
[[nodiscard]] Filtered<Literal> readLiteral(call::Scanner &scanner, std::string_view text);

} // namespace rumpscope::trace
