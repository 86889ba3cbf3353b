// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/kernel_tables.h"

#include <algorithm>
#include <chrono>

namespace rumpscope::test {

namespace {

constexpr std::size_t kRoom = 256U << 10;

template<class T>
T field(const std::string &bytes, std::size_t offset)
{
    T value;
    bytes.copy(reinterpret_cast<char *>(&value), sizeof value, offset);
    return value;
}

} // namespace

SysctlReply sysctl(KernelClient &client, const std::vector<std::int32_t> &name, std::size_t room)
{
    const auto length = client.putValues(std::vector<std::uint64_t>{room});
    const auto buffer = room > 0 ? client.room(room) : 0;
    const Reply reply =
        client.call(NB_SYS___sysctl, {client.putValues(name), name.size(), buffer, length, 0, 0});
    SysctlReply result{reply.error, client.value<std::uint64_t>(length), {}};
    if (buffer != 0)
        result.value = client.bytes(buffer, std::min(result.length, room));
    return result;
}

std::int32_t setSysctl(KernelClient &client, const std::vector<std::int32_t> &name, const std::string &value)
{
    return client
        .call(NB_SYS___sysctl, {client.putValues(name), name.size(), 0, 0, client.put(value), value.size()})
        .error;
}

std::vector<ListedProcess> processes(KernelClient &client)
{
    namespace at = layout::kinfo_proc2;
    constexpr std::int32_t kSize = at::kSize;
    const auto list =
        sysctl(client, {NB_CTL_KERN, NB_KERN_PROC2, NB_KERN_PROC_ALL, 0, kSize, 1000}, kRoom).value;
    std::vector<ListedProcess> found;
    for (std::size_t i = 0; i + kSize <= list.size(); i += kSize) {
        found.push_back({field<std::int32_t>(list, i + at::p_pid), field<std::int32_t>(list, i + at::p_ppid),
                         list.c_str() + i + at::p_comm});
    }
    std::sort(found.begin(), found.end(), [](const auto &a, const auto &b) { return a.pid < b.pid; });
    return found;
}

bool waitUntilGone(KernelClient &client, std::int32_t pid)
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (std::chrono::steady_clock::now() < end) {
        const auto all = processes(client);
        if (std::none_of(all.begin(), all.end(), [pid](const auto &process) { return process.pid == pid; }))
            return true;
    }
    return false;
}

std::vector<std::int32_t> openFiles(KernelClient &client, std::int32_t pid)
{
    namespace at = layout::kinfo_file;
    constexpr std::int32_t kSize = at::kSize;
    const auto list =
        sysctl(client, {NB_CTL_KERN, NB_KERN_FILE2, NB_KERN_FILE_BYPID, pid, kSize, 1000}, kRoom).value;
    std::vector<std::int32_t> descriptors;
    for (std::size_t i = 0; i + kSize <= list.size(); i += kSize)
        descriptors.push_back(field<std::int32_t>(list, i + at::ki_fd));
    return descriptors;
}

} // namespace rumpscope::test
