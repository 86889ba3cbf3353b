// SPDX-License-Identifier: BSD-2-Clause
// rumpclient(3): the C functions, on top of the one client this process is.
#include "clientcore/capi/fork_page.h"
#include "clientcore/capi/process_client.h"
#include "clientcore/capi/reference_symbols.h"

#include <cerrno>
#include <fcntl.h>
#include <rump/rumpclient.h>

using namespace rumpscope::capi;

/// What prefork hands out. The parent's lives until the fork is over, one way or the other; a forked child's
/// copy until it has claimed its process.
struct rumpclient_fork
{
    rumpscope::wire::Cookie cookie{};
    std::unique_ptr<Client> vforked; ///< of a child that shares our memory
};

using Prepared = struct rumpclient_fork;

namespace {

int result(int error)
{
    if (error == 0)
        return 0;
    errno = error;
    return -1;
}

/// Puts errno back: what a cancel runs into is not what the caller asks about.
void cancel(Prepared *prepared)
{
    const int saved = errno;
    rumpclient_fork_cancel(prepared);
    errno = saved;
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
    return result(initialize());
}

int rumpclient_syscall(int num, const void *sysarg, size_t argsize, register_t *retval)
{
    static_assert(sizeof(register_t) == sizeof(std::int64_t));
    const int saved = errno;
    const int error = currentClient().syscall(num, {static_cast<const std::byte *>(sysarg), argsize}, retval);
    errno = saved;
    return error;
}

Prepared *rumpclient_prefork()
{
    auto prepared = std::make_unique<Prepared>();
    if (result(currentClient().prefork(prepared->cookie)) != 0)
        return nullptr;
    return prepared.release();
}

int rumpclient_fork_init(Prepared *rfp)
{
    if (fork_page::sharedWithParent()) {
        rfp->vforked = std::make_unique<Client>();
        rfp->vforked->inherit(currentClient());
        enterVforkedChild(*rfp->vforked);
        return result(rfp->vforked->claim(rfp->cookie));
    }
    const int error = currentClient().claim(rfp->cookie);
    if (error == 0) {
        nowInitialized();
        delete rfp;
    }
    return result(error);
}

void rumpclient_fork_cancel(Prepared *rfp)
{
    (void)currentClient().cancel(rfp->cookie);
    delete rfp;
}

/// After the child of a vfork, in its parent again. The child's descriptors were in its own table.
void rumpclient_fork_vparent(Prepared *rfp)
{
    leaveVforkedChild();
    delete rfp;
}

pid_t rumpclient_fork()
{
    Prepared *prepared = rumpclient_prefork();
    if (prepared == nullptr)
        return -1;
    const pid_t pid = ::fork();
    if (pid == -1)
        cancel(prepared);
    else if (pid > 0)
        delete prepared;
    else if (rumpclient_fork_init(prepared) == -1)
        return -1;
    return pid;
}

int rumpclient_exec(const char *path, char *const argv[], char *const envp[])
{
    Client &client = currentClient();
    const bool borrowed = fork_page::sharedWithParent() && !inVforkedChild();
    return borrowed ? client.execBorrowed(path, argv, envp) : client.exec(path, argv, envp);
}

int rumpclient_daemon(int nochdir, int noclose)
{
    Prepared *prepared = rumpclient_prefork();
    if (prepared == nullptr)
        return -1;
    const pid_t pid = ::fork();
    if (pid > 0)
        ::_exit(0);
    if (pid == -1 || ::setsid() == -1 || (nochdir == 0 && ::chdir("/") == -1)) {
        cancel(prepared);
        return -1;
    }
    if (noclose == 0)
        standardStreamsToNowhere();
    return rumpclient_fork_init(prepared);
}

void rumpclient_setconnretry(time_t retrytime)
{
    if (const auto setting = rumpscope::session::RetrySetting::fromValue(retrytime))
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
