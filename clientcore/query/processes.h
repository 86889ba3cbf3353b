// SPDX-License-Identifier: BSD-2-Clause
// The kernel's own lists: processes and open files.
#pragma once

#include "clientcore/lineage/kernel_process.h"
#include "clientcore/query/answer.h"
#include "clientcore/session/session.h"

namespace rumpscope::query {

/// All processes (kern.proc2), by pid.
[[nodiscard]] Answer<std::vector<lineage::KernelProcess>> processes(session::Session &session);

/// A row of kern.file2.
struct OpenFile
{
    std::int32_t pid = 0;
    std::int32_t fd = 0;
    std::uint32_t type = 0; ///< DTYPE_…
    std::uint32_t vnodeType = 0;
    std::uint32_t flags = 0; ///< as the kernel keeps them: 1 read, 2 write, …
    std::uint32_t uses = 0;  ///< descriptors that share it
    std::uint64_t offset = 0;
    std::uint64_t size = 0; ///< of the file behind a vnode
    bool closeOnExec = false;
};
/// Descriptors of one process, by number. A process that does not exist has
/// none.
[[nodiscard]] Answer<std::vector<OpenFile>> openFiles(session::Session &session, std::int32_t pid);
/// "regular file", "socket", "pipe": what a descriptor is.
[[nodiscard]] std::string kindOf(const OpenFile &file);

} // namespace rumpscope::query
