// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rumpscope-kernel/core/call.h"
#include "app/rumpscope-kernel/proc/uio.h"

#include <vector>

namespace rumpscope::kernel {

/// A list of struct iovec from the client; EINVAL for too many of them or too many bytes.
[[nodiscard]] inline Task<Outcome<std::vector<IoVector>>> fetchVectors(Call &call, std::uint64_t address,
                                                                       std::uint32_t count)
{
    constexpr std::uint32_t kMost = 1024;
    static_assert(sizeof(IoVector) == layout::iovec::kSize);
    if (count > kMost)
        co_return fail(NB_EMSGSIZE);
    std::vector<IoVector> vectors(count);
    auto copied = co_await call.memory.copyIn(address, std::as_writable_bytes(std::span(vectors)));
    if (!copied)
        co_return pass(copied);
    std::uint64_t total = 0;
    for (const IoVector &vector : vectors) {
        if (vector.length > static_cast<std::uint64_t>(INT64_MAX) - total)
            co_return fail(NB_EINVAL);
        total += vector.length;
    }
    co_return vectors;
}

} // namespace rumpscope::kernel
