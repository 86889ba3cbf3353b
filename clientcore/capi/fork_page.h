// SPDX-License-Identifier: BSD-2-Clause
// Tells a vforked child, which shares its parent's memory, from a forked one, which has a copy.
#pragma once

namespace rumpscope::capi::fork_page {

/// This process is where the client lives. Any thread.
void mark();
/// True in a vforked child of the process that marked.
[[nodiscard]] bool sharedWithParent();

} // namespace rumpscope::capi::fork_page
