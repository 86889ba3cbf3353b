// SPDX-License-Identifier: GPL-3.0-or-later
// How rumpscope-cli ends; the manual page has the same list.
#pragma once

namespace rumpscope::cli {

enum ExitCode {
    kDone = 0,
    kFailed = 1,  ///< no connection, no answer, no file
    kUsage = 2,   ///< a mistake on the command line
    kRefused = 3, ///< the kernel answered with an error
    kDamaged = 4, ///< a recording is damaged; what comes before the damage was shown
};

} // namespace rumpscope::cli
