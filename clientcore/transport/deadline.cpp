// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/transport/deadline.h"

#include <algorithm>
#include <limits>

namespace rumpscope::transport {

int Deadline::pollTimeout(TimePoint now) const
{
    if (!m_when)
        return -1;
    if (now >= *m_when)
        return 0;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*m_when - now).count();
    return static_cast<int>(std::min<long long>(left, std::numeric_limits<int>::max()));
}

} // namespace rumpscope::transport
