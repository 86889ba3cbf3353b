// SPDX-License-Identifier: BSD-2-Clause
/* What the parts of the actor have in common. */
#pragma once

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <rump/rumpclient.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    SYS_read = 3,
    SYS_write = 4,
    SYS_open = 5,
    SYS_close = 6,
    SYS_getpid = 20,
    SYS_pipe = 42,
    SYS_lseek = 199,
    SYS_poll = 209
};
enum { NETBSD_O_RDWR = 2, NETBSD_O_CREAT = 0x200 };

extern char **environ;

static inline long call(int number, size_t words, const uint64_t *arguments, long *second)
{
    register_t values[2] = {0, 0};
    int error = rumpclient_syscall(number, arguments, words * sizeof(*arguments), values);

    if (error != 0) {
        errno = error;
        return -1;
    }
    if (second != NULL)
        *second = values[1];
    return values[0];
}

static inline long call3(int number, uint64_t first, uint64_t second, uint64_t third)
{
    const uint64_t arguments[3] = {first, second, third};

    return call(number, 3, arguments, NULL);
}

static inline long my_pid(void)
{
    return call(SYS_getpid, 0, NULL, NULL);
}

static inline long open_file(const char *path)
{
    return call3(SYS_open, (uintptr_t)path, NETBSD_O_RDWR | NETBSD_O_CREAT, 0644);
}

static inline void say(const char *what, long value)
{
    printf("%s %ld\n", what, value);
    fflush(stdout);
}

static inline void begin(void)
{
    if (rumpclient_init() == -1) {
        printf("init failed %d\n", errno);
        fflush(stdout);
        _exit(2);
    }
}

/* The exit status of a child of ours. */
static inline int reap(pid_t child)
{
    int status = 0;

    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* A thread that calls until it is told to stop; who made it watches it. */
struct caller
{
    volatile int stop;
    volatile long calls, failed;
};

static inline void *call_forever(void *argument)
{
    struct caller *caller = argument;

    while (!caller->stop) {
        if (my_pid() > 1)
            caller->calls++;
        else
            caller->failed++;
    }
    return NULL;
}

int act_exec(const char *self, const char *left, const char *threads, const char *pid, const char *fd);
int act_exec_fails(void);
int act_exec_held_up(const char *self, int succeeds);
int act_hygiene(int reconnects);
int act_closenotify(void);
int act_closenotify_load(const char *how, int milliseconds);
int act_cat(const char *path);
int act_swarm(int threads);
int act_storm(int flags);
int act_preforks(int count);
int act_reconnect(void);
