// SPDX-License-Identifier: BSD-2-Clause
#pragma once

namespace rumpscope::capi {

/// Fills the host_ pointers that programs made for the reference may use.
void findHostFunctions();

} // namespace rumpscope::capi
