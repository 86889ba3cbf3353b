// SPDX-License-Identifier: BSD-2-Clause
// What tests of the process tree feed it with.
#pragma once

#include "clientcore/lineage/process_tree.h"
#include "tests/support/trace/events.h"

namespace rumpscope::lineage {

using test::at;
using test::cookie;
using test::Peer;
using Turn = event::ConnectionEvent::Kind;

/// A line of a kernel's list.
[[nodiscard]] inline KernelProcess row(std::int32_t pid, std::int32_t ppid, std::string comm)
{
    return {pid, ppid, 0, std::move(comm)};
}

} // namespace rumpscope::lineage
