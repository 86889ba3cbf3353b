// SPDX-License-Identifier: BSD-2-Clause
// Which typed value belongs to which argument: outputs and lengths may be left out.
#pragma once

#include "clientcore/abi/catalog.h"
#include "clientcore/call/scanner.h"

namespace rumpscope::call {

/// The arguments of a call that are written: all but PAD.
[[nodiscard]] std::vector<const abi::Argument *> writtenArguments(const abi::Call &call);
/// The argument of `call` that tells how long `argument` is; null if none does.
[[nodiscard]] const abi::Argument *lengthOf(const abi::Call &call, const abi::Argument &argument);
/// Memory whose shape another argument chooses, or nobody knows.
[[nodiscard]] bool isOpaque(abi::Role role);
/// Memory the kernel only writes.
[[nodiscard]] bool isOutput(abi::Role role);

/// One entry an argument of writtenArguments(); null where nothing was typed for it.
[[nodiscard]] Parsed<std::vector<const Value *>> align(const abi::Call &call, const Expression &expression);

/// "read takes 3 arguments: read(...)"
[[nodiscard]] tl::unexpected<ExpressionError> tooFew(const abi::Call &call, const Expression &expression,
                                                     const abi::Argument &missing);

} // namespace rumpscope::call
