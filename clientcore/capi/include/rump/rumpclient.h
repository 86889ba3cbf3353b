// SPDX-License-Identifier: BSD-2-Clause
/*
 * rumpclient(3): be a process in a rump kernel that another process runs.
 * Needs no other header before it; C99, C11 and C++.
 */
/* NOLINTBEGIN(bugprone-reserved-identifier,modernize-*,cppcoreguidelines-*): C, with the names of
 * rumpclient(3) */
#ifndef RUMPSCOPE_RUMP_RUMPCLIENT_H
#define RUMPSCOPE_RUMP_RUMPCLIENT_H

#include <stddef.h>
#include <sys/types.h>
#include <unistd.h>

#if defined(__GNUC__)
#define RUMPCLIENT_RETURNS_TWICE __attribute__((__returns_twice__))
#define RUMPCLIENT_ALWAYS_INLINE __attribute__((__always_inline__))
#else
#define RUMPCLIENT_RETURNS_TWICE
#define RUMPCLIENT_ALWAYS_INLINE
#endif

#ifdef __cplusplus
/* The structure and the function rumpclient_fork have one name, as rumpclient(3) has it. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
extern "C" {
#endif

/* All return -1 and set errno (the host's numbers) where they can fail, unless they say otherwise. */

/* Connects to RUMP_SERVER. Again in the same process: nothing; in a forked child: a new process in the
 * kernel. */
int rumpclient_init(void);

/*
 * System call `num` with `argsize` bytes of arguments, 8 a slot. Returns 0, the kernel's errno (NetBSD's
 * number), or the host's ENOTCONN; errno stays as it is. `retval` has room for two values.
 */
int rumpclient_syscall(int num, const void *sysarg, size_t argsize, register_t *retval);

/* A child of the process in the kernel, prepared for whoever calls fork_init with it. */
struct rumpclient_fork;
struct rumpclient_fork *rumpclient_prefork(void);
int rumpclient_fork_init(struct rumpclient_fork *rfp);
void rumpclient_fork_cancel(struct rumpclient_fork *rfp);
void rumpclient_fork_vparent(struct rumpclient_fork *rfp);

/* fork(2) of the host and of the kernel's process in one. */
pid_t rumpclient_fork(void);
/* The same by vfork(2): in the frame of the caller, where the child has to stay. */
#define rumpclient_vfork() rumpclient__dofork(vfork)

/* execve(2) that keeps the kernel's process: the program goes on as it at its rumpclient_init. */
int rumpclient_exec(const char *path, char *const argv[], char *const envp[]);
int rumpclient_daemon(int nochdir, int noclose);

/* How long to try to come back when the kernel is lost: seconds, 0 (not at all, the default), or one of
 * these. */
#define RUMPCLIENT_RETRYCONN_INFTIME ((time_t)-1)
#define RUMPCLIENT_RETRYCONN_ONCE ((time_t)-2)
#define RUMPCLIENT_RETRYCONN_DIE ((time_t)-3)
void rumpclient_setconnretry(time_t retrytime);

/* For programs that close descriptors they do not know: called before, with the first of them. */
enum rumpclient_closevariant {
    RUMPCLIENT_CLOSE_CLOSE,  /* *fdp is about to be closed */
    RUMPCLIENT_CLOSE_DUP2,   /* *fdp is about to be replaced */
    RUMPCLIENT_CLOSE_FCLOSEM /* all from *fdp on; closes up to ours, and leaves in *fdp where to go on */
};
int rumpclient__closenotify(int *fdp, enum rumpclient_closevariant variant);

static __inline__ RUMPCLIENT_ALWAYS_INLINE RUMPCLIENT_RETURNS_TWICE pid_t
rumpclient__dofork(pid_t (*forkfn)(void))
{
    /* Volatile: a vforked child writes it, and the parent reads it behind the second return. */
    volatile int childran = 0;
    pid_t pid;
    struct rumpclient_fork *rf = rumpclient_prefork();

    if (rf == NULL)
        return -1;
    pid = forkfn();
    if (pid == -1) {
        rumpclient_fork_cancel(rf);
    } else if (pid == 0) {
        childran = 1;
        if (rumpclient_fork_init(rf) == -1)
            pid = -1;
    } else if (childran) {
        rumpclient_fork_vparent(rf);
    }
    return pid;
}

#ifdef __cplusplus
}
#pragma GCC diagnostic pop
#endif

#endif
/* NOLINTEND(bugprone-reserved-identifier,modernize-*,cppcoreguidelines-*) */
