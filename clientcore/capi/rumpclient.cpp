// SPDX-License-Identifier: BSD-2-Clause
// rumpclient(3): the C functions, on top of the one client this process is.
#include "clientcore/capi/fork_page.h"
#include "clientcore/capi/prepared.h"
#include "clientcore/capi/process_client.h"
#include "clientcore/capi/reference_symbols.h"

#include <cerrno>
#include <fcntl.h>
#include <new>
#include <rump/rumpclient.h>
#include <type_traits>

using namespace rumpscope::capi;

using Prepared = struct rumpclient_fork;

namespace {

/// What `work` returns, or `failed` with ENOMEM: no exception ever reaches a program in C.
template<class Work, class Value = std::invoke_result_t<Work>>
Value unlessMemoryRunsOut(Value failed, const Work &work)
{
    try {
        return work();
    } catch (const std::bad_alloc &) {
        errno = ENOMEM;
        return failed;
    }
}

int result(int error)
{
    if (error == 0)
        return 0;
    errno = error;
    return -1;
}

/// Puts errno back: what a cancel runs into is not what the caller asks about.
void cancel(const rumpscope::wire::Cookie &cookie)
{
    const int saved = errno;
    (void)unlessMemoryRunsOut(ENOMEM, [&] { return currentClient().cancel(cookie); });
    errno = saved;
}

/// `client` is the process that was prepared, from here on; if that fails, nobody will be.
int become(Client &client, const rumpscope::wire::Cookie &cookie)
{
    const int error = unlessMemoryRunsOut(ENOMEM, [&] { return client.claim(cookie); });
    if (error != 0)
        cancel(cookie);
    return error;
}

int becomeAfterFork(const rumpscope::wire::Cookie &cookie)
{
    const int error = become(currentClient(), cookie);
    if (error == 0)
        nowInitialized();
    return result(error);
}

void standardStreamsToNowhere()
{
    const int nowhere = ::open("/dev/null", O_RDWR); // NOLINT(cppcoreguidelines-pro-type-vararg)
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        ::dup2(nowhere, fd);
    if (nowhere > STDERR_FILENO)
        ::close(nowhere);
}

} // namespace

int rumpclient_init()
{
    findHostFunctions();
    return result(unlessMemoryRunsOut(ENOMEM, initialize));
}

int rumpclient_syscall(int num, const void *sysarg, size_t argsize, register_t *retval)
{
    static_assert(sizeof(register_t) == sizeof(std::int64_t));
    const int saved = errno;
    const int error = unlessMemoryRunsOut(ENOMEM, [&] {
        return currentClient().syscall(num, {static_cast<const std::byte *>(sysarg), argsize}, retval);
    });
    errno = saved;
    return error;
}

Prepared *rumpclient_prefork()
{
    Prepared *handle = prepared::take();
    if (handle != nullptr && result(currentClient().prefork(handle->cookie)) != 0) {
        prepared::giveBack(*handle);
        return nullptr;
    }
    return handle;
}

int rumpclient_fork_init(Prepared *rfp)
{
    const rumpscope::wire::Cookie cookie = rfp->cookie;
    int begun = 0;
    if (fork_page::sharedWithParent()) {
        begun = unlessMemoryRunsOut(-1, [&] {
            auto own = std::make_unique<Client>();
            own->inherit(currentClient());
            return result(become(enterVforkedChild(std::move(own)), cookie));
        });
    } else {
        begun = becomeAfterFork(cookie);
    }
    prepared::giveBack(*rfp);
    return begun;
}

void rumpclient_fork_cancel(Prepared *rfp)
{
    if (!rfp->taken)
        return; // claimed, or ended already
    cancel(rfp->cookie);
    prepared::giveBack(*rfp);
}

/// After the child of a vfork, in its parent again. Its fork_init gave the handle back.
void rumpclient_fork_vparent(Prepared * /*rfp*/)
{
    leaveVforkedChild();
}

pid_t rumpclient_fork()
{
    rumpscope::wire::Cookie cookie;
    if (result(currentClient().prefork(cookie)) != 0)
        return -1;
    const pid_t pid = ::fork();
    if (pid == -1)
        cancel(cookie);
    else if (pid == 0 && becomeAfterFork(cookie) != 0)
        return -1;
    return pid;
}

int rumpclient_exec(const char *path, char *const argv[], char *const envp[])
{
    Client &client = currentClient();
    const bool borrowed = fork_page::sharedWithParent() && !inVforkedChild();
    return unlessMemoryRunsOut(
        -1, [&] { return borrowed ? client.execBorrowed(path, argv, envp) : client.exec(path, argv, envp); });
}

int rumpclient_daemon(int nochdir, int noclose)
{
    rumpscope::wire::Cookie cookie;
    if (result(currentClient().prefork(cookie)) != 0)
        return -1;
    const pid_t pid = ::fork();
    if (pid > 0)
        ::_exit(0);
    if (pid == -1 || ::setsid() == -1 || (nochdir == 0 && ::chdir("/") == -1)) {
        cancel(cookie);
        return -1;
    }
    if (noclose == 0)
        standardStreamsToNowhere();
    return becomeAfterFork(cookie);
}

void rumpclient_setconnretry(time_t retrytime)
{
    if (const auto setting = rumpscope::retry::Policy::fromValue(retrytime))
        currentClient().setRetry(*setting);
}

int rumpclient__closenotify(int *fdp, enum rumpclient_closevariant variant)
{
    switch (variant) {
    case RUMPCLIENT_CLOSE_CLOSE:
        return currentClient().closeNotify(*fdp, CloseVariant::Close);
    case RUMPCLIENT_CLOSE_DUP2:
        return currentClient().closeNotify(*fdp, CloseVariant::Dup2);
    case RUMPCLIENT_CLOSE_FCLOSEM:
        return currentClient().closeNotify(*fdp, CloseVariant::CloseFrom);
    }
    errno = EINVAL;
    return -1;
}
