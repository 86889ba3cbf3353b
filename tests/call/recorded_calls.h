// SPDX-License-Identifier: BSD-2-Clause
// The system calls of a recording, with the copies that went over while they ran.
#pragma once

#include "clientcore/call/decode.h"

#include <string>

namespace rumpscope::call::test {

struct RecordedCall
{
    std::uint32_t number = 0;
    std::vector<std::uint64_t> arguments;
    std::vector<std::pair<Copy, std::vector<std::byte>>> copies; ///< the spans in Copy are not set
    bool answered = false;
    std::int32_t error = 0;
    std::array<std::int64_t, 2> retval{};

    [[nodiscard]] DecodedCall decoded() const;
};

[[nodiscard]] std::vector<RecordedCall> recordedCalls(const std::string &recording);

} // namespace rumpscope::call::test
