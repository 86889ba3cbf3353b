// SPDX-License-Identifier: BSD-2-Clause
// Is this ThreadSanitizer's build? For the few tests it has its own view of.
#pragma once

namespace rumpscope::test {

#ifdef __SANITIZE_THREAD__
inline constexpr bool kThreadSanitizer = true;
#else
inline constexpr bool kThreadSanitizer = false;
#endif

} // namespace rumpscope::test
