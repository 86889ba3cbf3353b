// SPDX-License-Identifier: BSD-2-Clause
// A call that fetches a path and gets a structure: five frames with something in each.
#pragma once

#include "clientcore/trace/store/call_record.h"

namespace rumpscope::test {

/// stat("/etc") of session 1: request, COPYINSTR and its answer, COPYOUT of the structure, answer. With
/// `frames` less than that it still runs.
[[nodiscard]] trace::CallRecord statCall(std::uint32_t mode, std::int64_t size, std::size_t frames = 5);

} // namespace rumpscope::test
