// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/lent_copies.h"

namespace rumpscope::call {

std::vector<Copy> copiesOf(std::span<const memory::CallMemory::Lent> ranges)
{
    std::vector<Copy> copies;
    for (const auto &range : ranges) {
        const std::span<const std::byte> bytes(range.bytes);
        if (range.access != memory::Access::Write)
            copies.push_back({Copy::Kind::In, range.address, bytes, bytes.size()});
        if (range.written > 0)
            copies.push_back({Copy::Kind::Out, range.address, bytes.first(range.written), range.written});
    }
    return copies;
}

} // namespace rumpscope::call
