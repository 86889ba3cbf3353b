// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/live/kernel_list.h"

#include "clientcore/abi/netbsd.h"
#include "clientcore/lineage/kernel_process.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace rumpscope::test {

namespace {

constexpr auto kPatience = std::chrono::seconds(20);
constexpr std::size_t kRows = 64;
constexpr std::size_t kRowSize =
    abi::layout::kinfo_proc2::p_comm.offset + abi::layout::kinfo_proc2::p_comm.size;

} // namespace

std::vector<std::string> kernelList(TypedGuest &guest)
{
    const Made made =
        guest.call(fmt::format("sysctl([{}, {}, {}, 0, {}, {}], [{}])", abi::NB_CTL_KERN, abi::NB_KERN_PROC2,
                               abi::NB_KERN_PROC_ALL, kRowSize, kRows, kRows * kRowSize));
    if (made.failure || made.answer.error != 0)
        throw std::runtime_error(made.text + " " + made.result);
    const std::string rows = made.bytes("oldv");
    std::vector<std::string> list;
    for (const auto &process : lineage::decodeProc2(std::as_bytes(std::span(rows)), kRowSize))
        list.push_back(fmt::format("{}<{} {}", process.pid, process.ppid, process.comm));
    std::sort(list.begin(), list.end());
    return list;
}

bool awaitKernelList(TypedGuest &guest, const std::vector<std::string> &expected)
{
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (kernelList(guest) != expected) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
    }
    return true;
}

} // namespace rumpscope::test
