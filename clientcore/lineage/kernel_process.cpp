// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/lineage/kernel_process.h"

#include "clientcore/abi/netbsd.h"
#include "clientcore/wire/text.h"

#include <algorithm>
#include <cstring>

namespace rumpscope::lineage {

namespace {

namespace layout = abi::layout::kinfo_proc2;

template<class T>
T load(std::span<const std::byte> row, abi::FieldSpot spot)
{
    static_assert(sizeof(T) == 4);
    T value;
    std::memcpy(&value, row.data() + spot.offset, sizeof value);
    return value;
}

/// Up to its NUL, or as far as the row goes.
std::string text(std::span<const std::byte> row, abi::FieldSpot spot)
{
    if (row.size() <= spot.offset)
        return {};
    const auto field = row.subspan(spot.offset, std::min(spot.size, row.size() - spot.offset));
    const auto *begin = reinterpret_cast<const char *>(field.data());
    return wire::printable({begin, ::strnlen(begin, field.size())}, spot.size);
}

} // namespace

std::vector<KernelProcess> decodeProc2(std::span<const std::byte> bytes, std::size_t elementSize)
{
    static_assert(layout::p_pid.size == 4 && layout::p_ppid.size == 4 && layout::p_uid.size == 4);
    constexpr std::size_t kLeast =
        std::max({layout::p_pid.offset, layout::p_ppid.offset, layout::p_uid.offset}) + 4;
    std::vector<KernelProcess> rows;
    if (elementSize < kLeast)
        return rows;
    rows.reserve(bytes.size() / elementSize);
    for (; bytes.size() >= elementSize; bytes = bytes.subspan(elementSize)) {
        const auto row = bytes.first(elementSize);
        rows.push_back({load<std::int32_t>(row, layout::p_pid), load<std::int32_t>(row, layout::p_ppid),
                        load<std::uint32_t>(row, layout::p_uid), text(row, layout::p_comm)});
    }
    return rows;
}

} // namespace rumpscope::lineage
