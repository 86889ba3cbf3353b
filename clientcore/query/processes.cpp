// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/query/processes.h"

#include "clientcore/abi/netbsd.h"
#include "clientcore/query/sysctl.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace rumpscope::query {

namespace {

/// The part of kinfo_proc2 up to and with the command name is all we want of
/// each row.
constexpr std::size_t kProcess =
    abi::layout::kinfo_proc2::p_comm.offset + abi::layout::kinfo_proc2::p_comm.size;
constexpr std::size_t kFile = abi::layout::kinfo_file::kSize;
constexpr std::int32_t kMostRows = 100'000;

template<class T, class Field>
T value(std::span<const std::byte> row, const Field &field)
{
    T result{};
    std::memcpy(&result, row.data() + field.offset, sizeof result);
    return result;
}

OpenFile fileFrom(std::span<const std::byte> row)
{
    namespace at = abi::layout::kinfo_file;
    OpenFile file;
    file.pid = value<std::int32_t>(row, at::ki_pid);
    file.fd = value<std::int32_t>(row, at::ki_fd);
    file.type = value<std::uint32_t>(row, at::ki_ftype);
    file.vnodeType = value<std::uint32_t>(row, at::ki_vtype);
    file.flags = value<std::uint32_t>(row, at::ki_flag);
    file.uses = value<std::uint32_t>(row, at::ki_count);
    file.offset = value<std::uint64_t>(row, at::ki_foffset);
    file.size = value<std::uint64_t>(row, at::ki_vsize);
    file.closeOnExec = value<std::uint32_t>(row, at::ki_ofileflags) != 0;
    return file;
}

} // namespace

Answer<std::vector<lineage::KernelProcess>> processes(session::Session &session)
{
    const auto rows = readSysctl(session,
                                 {abi::NB_CTL_KERN, abi::NB_KERN_PROC2, abi::NB_KERN_PROC_ALL, 0,
                                  static_cast<std::int32_t>(kProcess), kMostRows},
                                 "the list of processes");
    if (!rows)
        return tl::unexpected(rows.error());
    auto list = lineage::decodeProc2(*rows, kProcess);
    std::sort(list.begin(), list.end(), [](const auto &a, const auto &b) { return a.pid < b.pid; });
    return list;
}

Answer<std::vector<OpenFile>> openFiles(session::Session &session, std::int32_t pid)
{
    const auto rows = readSysctl(session,
                                 {abi::NB_CTL_KERN, abi::NB_KERN_FILE2, abi::NB_KERN_FILE_BYPID, pid,
                                  static_cast<std::int32_t>(kFile), kMostRows},
                                 fmt::format("the descriptors of process {}", pid));
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<OpenFile> files;
    for (std::size_t at = 0; at + kFile <= rows->size(); at += kFile)
        files.push_back(fileFrom(std::span(*rows).subspan(at, kFile)));
    std::sort(files.begin(), files.end(), [](const auto &a, const auto &b) { return a.fd < b.fd; });
    return files;
}

std::string kindOf(const OpenFile &file)
{
    // enum vtype of the kernel, from 0.
    constexpr std::array<const char *, 9> kVnodes{
        "no vnode",      "regular file", "directory", "block device", "character device",
        "symbolic link", "socket file",  "fifo",      "dead vnode"};
    switch (file.type) {
    case abi::NB_DTYPE_VNODE:
        return file.vnodeType < kVnodes.size() ? kVnodes[file.vnodeType] : "vnode";
    case abi::NB_DTYPE_SOCKET:
        return "socket";
    case abi::NB_DTYPE_PIPE:
        return "pipe";
    case abi::NB_DTYPE_KQUEUE:
        return "kqueue";
    case abi::NB_DTYPE_CRYPTO:
        return "crypto";
    case abi::NB_DTYPE_MQUEUE:
        return "message queue";
    case abi::NB_DTYPE_SEM:
        return "semaphore";
    case abi::NB_DTYPE_MISC:
        return "other";
    default:
        return fmt::format("type {}", file.type);
    }
}

} // namespace rumpscope::query
