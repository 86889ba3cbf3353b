// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/invoke/read_only.h"

#include "clientcore/abi/netbsd.h"
#include "clientcore/call/align.h"

#include <algorithm>
#include <optional>

namespace rumpscope::invoke {

namespace {

/// Display names, sorted. The catalog's summaries and NetBSD's manual pages are the source.
constexpr std::string_view kHarmless[] = {
    "_ksem_getvalue",
    "access",
    "aio_error",
    "chdir",
    "clock_getres",
    "clock_gettime",
    "clock_nanosleep",
    "close",
    "dup",
    "dup2",
    "dup3",
    "extattr_get_fd",
    "extattr_get_file",
    "extattr_get_link",
    "extattr_list_fd",
    "extattr_list_file",
    "extattr_list_link",
    "faccessat",
    "fchdir",
    "fgetxattr",
    "fhstat",
    "fhstat40",
    "fhstatvfs1",
    "flistxattr",
    "fpathconf",
    "fstat",
    "fstat30",
    "fstatat",
    "fstatvfs1",
    "getcwd",
    "getdents",
    "getegid",
    "geteuid",
    "getfh",
    "getgid",
    "getgroups",
    "getitimer",
    "getlogin",
    "getpeername",
    "getpgid",
    "getpgrp",
    "getpid",
    "getppid",
    "getrlimit",
    "getsid",
    "getsockname",
    "getsockopt",
    "gettimeofday",
    "getuid",
    "getvfsstat",
    "getxattr",
    "issetugid",
    "kevent",
    "kevent50",
    "kqueue",
    "kqueue1",
    "lgetxattr",
    "listxattr",
    "llistxattr",
    "lseek",
    "lstat",
    "lstat30",
    "nanosleep",
    "pathconf",
    "pipe",
    "pipe2",
    "poll",
    "pollts",
    "pollts50",
    "pread",
    "preadv",
    "pselect",
    "pselect50",
    "read",
    "readlink",
    "readlinkat",
    "readv",
    "select",
    "select50",
    "socket",
    "socketpair",
    "stat",
    "stat30",
    "statvfs1",
    "timer_getoverrun",
    "timer_gettime",
    "umask",
};
static_assert(std::is_sorted(std::begin(kHarmless), std::end(kHarmless)));

/// The number bound to the written argument of this name; nullopt where it is none.
std::optional<std::int64_t> numberOf(const call::BoundCall &call, std::string_view argument)
{
    const auto arguments = call::writtenArguments(*call.call);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i]->name != argument)
            continue;
        const auto *number = std::get_if<call::NumberValue>(&call.values[i].is);
        return number != nullptr ? std::optional(number->number) : std::nullopt;
    }
    return std::nullopt;
}

bool opensForReading(const call::BoundCall &call)
{
    constexpr std::int64_t kChanging =
        abi::NB_O_ACCMODE | abi::NB_O_CREAT | abi::NB_O_TRUNC | abi::NB_O_EXLOCK | abi::NB_O_SHLOCK;
    const auto flags = numberOf(call, call.call->display == "openat" ? "oflags" : "flags");
    return flags && (*flags & kChanging) == abi::NB_O_RDONLY;
}

/// F_SETFL is the open file's, which other processes may share; locks keep others out.
bool onlyItsOwnDescriptor(const call::BoundCall &call)
{
    constexpr std::int32_t kCommands[] = {abi::NB_F_DUPFD,  abi::NB_F_DUPFD_CLOEXEC, abi::NB_F_GETFD,
                                          abi::NB_F_GETFL,  abi::NB_F_GETLK,         abi::NB_F_GETNOSIGPIPE,
                                          abi::NB_F_GETOWN, abi::NB_F_SETFD};
    const auto command = numberOf(call, "cmd");
    return command && std::find(std::begin(kCommands), std::end(kCommands), *command) != std::end(kCommands);
}

/// A request whose data only comes out of the kernel.
bool asksOnly(const call::BoundCall &call)
{
    const auto request = numberOf(call, "com");
    return request && (static_cast<std::uint64_t>(*request) & abi::NB_IOC_INOUT) ==
                          static_cast<std::uint64_t>(abi::NB_IOC_OUT);
}

bool hasNoNewValue(const call::BoundCall &call)
{
    const auto arguments = call::writtenArguments(*call.call);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i]->name == "newv")
            return std::holds_alternative<call::NullValue>(call.values[i].is);
    }
    return false;
}

} // namespace

bool changesNothing(const call::BoundCall &call)
{
    const std::string_view name = call.call->display;
    if (name == "open" || name == "openat")
        return opensForReading(call);
    if (name == "fcntl")
        return onlyItsOwnDescriptor(call);
    if (name == "ioctl")
        return asksOnly(call);
    if (name == "sysctl")
        return hasNoNewValue(call);
    return std::binary_search(std::begin(kHarmless), std::end(kHarmless), name);
}

} // namespace rumpscope::invoke
