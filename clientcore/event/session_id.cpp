// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/event/event.h"

#include <atomic>

namespace rumpscope::event {

SessionId nextSessionId() noexcept
{
    static std::atomic<std::uint32_t> last{0};
    return SessionId{++last};
}

} // namespace rumpscope::event
