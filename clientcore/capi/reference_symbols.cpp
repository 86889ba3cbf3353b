// SPDX-License-Identifier: BSD-2-Clause
// What the reference library exports besides rumpclient(3): its host functions, where a hijacking library is
// to look for others, and the translation of signals. Programs and rumphijack link to them by name.
#include "clientcore/capi/reference_symbols.h"

#include "clientcore/capi/signals.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

extern "C" {

int (*host_socket)(int, int, int);
int (*host_close)(int);
int (*host_connect)(int, const sockaddr *, socklen_t);
int (*host_fcntl)(int, int, ...);
int (*host_poll)(pollfd *, nfds_t, int);
ssize_t (*host_read)(int, void *, size_t);
ssize_t (*host_sendmsg)(int, const msghdr *, int);
int (*host_setsockopt)(int, int, int, const void *, socklen_t);
int (*host_dup)(int);
int (*host_signalfd)(int, const sigset_t *, int);
int (*host_execve)(const char *, char *const *, char *const *);

// NOLINTNEXTLINE(bugprone-reserved-identifier): the reference named it
void *rumpclient__dlsym(void *handle, const char *symbol)
{
    return ::dlsym(handle, symbol);
}
/// rumphijack has one of its own, which knows what it stands before.
[[gnu::weak, gnu::alias("rumpclient__dlsym")]] void *rumphijack_dlsym(void *handle, const char *symbol);

// NOLINTNEXTLINE(bugprone-reserved-identifier): the reference named it
int rumpuser__sig_rump2host(int rumpsig)
{
    return rumpscope::capi::hostSignal(static_cast<std::uint32_t>(rumpsig));
}

} // extern "C"

namespace rumpscope::capi {

namespace {

template<class Function>
void find(Function *&pointer, const char *name)
{
    pointer = reinterpret_cast<Function *>(rumphijack_dlsym(RTLD_NEXT, name));
}

} // namespace

void findHostFunctions()
{
    find(host_socket, "socket");
    find(host_close, "close");
    find(host_connect, "connect");
    find(host_fcntl, "fcntl");
    find(host_poll, "poll");
    find(host_read, "read");
    find(host_sendmsg, "sendmsg");
    find(host_setsockopt, "setsockopt");
    find(host_dup, "dup");
    find(host_signalfd, "signalfd");
    find(host_execve, "execve");
}

} // namespace rumpscope::capi
