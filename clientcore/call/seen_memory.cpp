// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/seen_memory.h"

#include <algorithm>

namespace rumpscope::call {

namespace {

bool goes(const Copy &copy, Direction direction)
{
    return (copy.kind == Copy::Kind::Out) == (direction == Direction::Out);
}

} // namespace

SeenBytes seenMemory(std::span<const Copy> copies, Direction direction, std::uint64_t address,
                     std::uint64_t length)
{
    std::vector<const Copy *> inside;
    for (const Copy &copy : copies) {
        // Differences, not sums: the addresses are the peer's and may wrap.
        if (goes(copy, direction) && copy.address >= address && copy.address - address < length)
            inside.push_back(&copy);
    }
    const auto before = [](const Copy *a, const Copy *b) { return a->address < b->address; };
    std::stable_sort(inside.begin(), inside.end(), before);
    SeenBytes seen;
    seen.any = !inside.empty();
    for (const Copy *copy : inside) {
        const std::uint64_t offset = copy->address - address;
        if (offset > seen.bytes.size())
            break;
        const auto count =
            static_cast<std::size_t>(std::min<std::uint64_t>(copy->data.size(), length - offset));
        const auto start = static_cast<std::size_t>(offset);
        if (start + count > seen.bytes.size())
            seen.bytes.resize(start + count);
        std::copy_n(copy->data.begin(), count, seen.bytes.begin() + static_cast<std::ptrdiff_t>(start));
    }
    return seen;
}

SeenBytes seenBoth(std::span<const Copy> copies, std::uint64_t address, std::uint64_t length)
{
    SeenBytes seen = seenMemory(copies, Direction::In, address, length);
    const SeenBytes written = seenMemory(copies, Direction::Out, address, length);
    seen.any = seen.any || written.any;
    if (written.bytes.size() > seen.bytes.size())
        seen.bytes.resize(written.bytes.size());
    std::copy(written.bytes.begin(), written.bytes.end(), seen.bytes.begin());
    return seen;
}

} // namespace rumpscope::call
