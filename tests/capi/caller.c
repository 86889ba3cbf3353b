// SPDX-License-Identifier: BSD-2-Clause
/*
 * The calls of tests/data/transcripts that fail, and their neighbours, by the names of rump/rump_syscalls.h.
 * Builds with the reference's headers as well as with ours.
 */
#include <errno.h>
#include <rump/rump_syscalls.h>
#include <rump/rumpclient.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* NetBSD's numbers: the host's are others. */
enum { NB_O_RDONLY = 0, NB_O_RDWR = 2, NB_O_CREAT = 0x200, NB_AF_INET = 2, NB_SOCK_STREAM = 1 };

#define SHOW(call)                                                                                           \
    do {                                                                                                     \
        long result_;                                                                                        \
        errno = 0;                                                                                           \
        result_ = (long)(call);                                                                              \
        printf("%s = %ld errno %d\n", #call, result_, result_ == -1 ? errno : 0);                            \
    } while (0)

static void on_signal(int number)
{
    (void)number;
    printf("SIGNAL\n");
}

static void files(void)
{
    char st[512], b[64];
    int fd;

    SHOW(rump_sys_mkdir("/lab", 0755));
    SHOW(rump_sys_mkdir("/lab", 0755));
    fd = rump_sys_open("/lab/a.txt", NB_O_RDWR | NB_O_CREAT, 0644);
    SHOW(rump_sys_write(fd, "hello rump", 10));
    SHOW(rump_sys_lseek(fd, 0, SEEK_SET));
    SHOW(rump_sys_read(fd, b, 64));
    SHOW(rump_sys_pread(fd, b, 4, 6));
    SHOW(rump_sys_fstat(fd, (void *)st));
    SHOW(rump_sys_stat("/nope", (void *)st));
    SHOW(rump_sys_symlink("a.txt", "/lab/l"));
    SHOW(rump_sys_readlink("/lab/l", b, 64));
    SHOW(rump_sys_link("/lab/b.txt", "/lab/c.txt"));
    SHOW(rump_sys_unlink("/lab/l"));
    SHOW(rump_sys_rmdir("/lab"));
    SHOW(rump_sys_chdir("/lab"));
    SHOW(rump_sys___getcwd(b, 64));
    SHOW(rump_sys_ftruncate(fd, 3));
    SHOW(rump_sys_read(fd, NULL, 0));
    SHOW(rump_sys_close(fd));
    SHOW(rump_sys_close(fd));
    SHOW(rump_sys_open("/lab/b.txt/x", NB_O_RDONLY, 0));
    SHOW(rump_sys_close(99));
}

static void pipes(void)
{
    int pfd[2];

    SHOW(rump_sys_pipe(pfd));
    SHOW(rump_sys_write(pfd[1], "x", 1));
    SHOW(rump_sys_close(pfd[0]));
    SHOW(rump_sys_write(pfd[1], "x", 1));
}

static void others(void)
{
    int m[2] = {1, 10}, z[2] = {1, 9999}; /* kern.hostname, and nothing */
    char b[256];
    size_t l = 2;
    struct
    {
        unsigned char len, family;
        unsigned short port;
        unsigned char rest[12];
    } s;

    SHOW(rump_sys___sysctl(m, 2, NULL, NULL, "teachbox", 9));
    SHOW(rump_sys___sysctl(m, 2, b, &l, NULL, 0));
    l = sizeof b;
    SHOW(rump_sys___sysctl(m, 2, b, &l, NULL, 0));
    SHOW(strcmp(b, "teachbox"));
    SHOW(rump_sys___sysctl(z, 2, b, &l, NULL, 0));
    memset(&s, 0, sizeof s);
    s.len = 16;
    s.family = NB_AF_INET;
    s.port = 0x0100;
    s.rest[0] = 127;
    s.rest[3] = 1;
    SHOW(rump_sys_connect(rump_sys_socket(NB_AF_INET, NB_SOCK_STREAM, 0), (void *)&s, 16));
    SHOW(rump_sys_getppid());
    SHOW(rump_sys_getuid());
}

int main(void)
{
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    sigaction(SIGPIPE, &action, NULL);
    if (rumpclient_init() == -1)
        return 2;
    files();
    pipes();
    others();
    return 0;
}
