// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/credentials.h"

#include <algorithm>

namespace rumpscope::kernel {

bool Credentials::inGroup(std::uint32_t group) const
{
    return group == effectiveGroup || std::find(groups.begin(), groups.end(), group) != groups.end();
}

} // namespace rumpscope::kernel
