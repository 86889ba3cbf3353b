// SPDX-License-Identifier: GPL-3.0-or-later
// sysctl(3) for tests: values, and the kernel's lists of processes and open files.
#pragma once

#include "tests/kernel/kernel_client.h"

namespace rumpscope::test {

struct SysctlReply
{
    std::int32_t error = 0;
    std::uint64_t length = 0; ///< what the kernel set it to
    std::string value;        ///< as much of the buffer as length says
};
/// Asks with a buffer of `room` bytes; without one for room 0.
SysctlReply sysctl(KernelClient &client, const std::vector<std::int32_t> &name, std::size_t room);
/// Sets a value; the errno.
std::int32_t setSysctl(KernelClient &client, const std::vector<std::int32_t> &name, const std::string &value);

struct ListedProcess
{
    std::int32_t pid = 0;
    std::int32_t parent = 0;
    std::string name;
    friend bool operator==(const ListedProcess &, const ListedProcess &) = default;
};
/// kern.proc2, in the order of pids.
std::vector<ListedProcess> processes(KernelClient &client);
/// Asks again until `pid` is not on the list any more; false when it stays.
bool waitUntilGone(KernelClient &client, std::int32_t pid);
/// Descriptors of a process, from kern.file2.
std::vector<std::int32_t> openFiles(KernelClient &client, std::int32_t pid);

} // namespace rumpscope::test
