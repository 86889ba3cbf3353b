// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/sched/timestamp.h"

#include <ctime>

namespace rumpscope::kernel {

Timestamp Timestamp::now()
{
    timespec host{};
    ::clock_gettime(CLOCK_REALTIME, &host);
    return {host.tv_sec, host.tv_nsec};
}

} // namespace rumpscope::kernel
