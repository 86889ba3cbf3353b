// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/proc/file.h"

namespace rumpscope::kernel {

void File::setStatusFlags(std::uint32_t flags)
{
    constexpr std::uint32_t kSettable = NB_O_APPEND | NB_O_NONBLOCK | NB_O_ASYNC | NB_O_SYNC | NB_O_DSYNC |
                                        NB_O_RSYNC | NB_O_DIRECT | NB_O_ALT_IO | NB_O_NOSIGPIPE;
    m_flags = (m_flags & ~kSettable) | (flags & kSettable);
}

} // namespace rumpscope::kernel
