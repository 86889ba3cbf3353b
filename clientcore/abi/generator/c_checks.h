// SPDX-License-Identifier: BSD-2-Clause
#pragma once

#include "clientcore/abi/generator/facts.h"

namespace rumpscope::abi::generator {

/// The part of rump/rump_syscalls.h, inside its extern "C", that accepts and checks structures.
[[nodiscard]] std::string structChecks(const Facts &facts);

} // namespace rumpscope::abi::generator
