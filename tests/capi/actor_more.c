// SPDX-License-Identifier: BSD-2-Clause
/* The actor with threads in the kernel, without descriptors, and without a kernel for a while. */
#include "actor.h"

#include <sys/time.h>

struct block
{
    long fd;
    volatile int begun;
};

static void *read_forever(void *argument)
{
    struct block *block = argument;
    char byte;

    block->begun = 1;
    call3(SYS_read, block->fd, (uintptr_t)&byte, 1);
    return NULL;
}

/*
 * Blocked as well, but for the moments between two waits: a real kernel may lose the wakeup of a thread that
 * is about to sleep when an exec interrupts it, and then this one goes on by itself.
 */
static void *poll_forever(void *argument)
{
    struct block *block = argument;
    struct
    {
        int fd;
        short events, revents;
    } entry = {(int)block->fd, 1 /* POLLIN */, 0};

    while (call3(SYS_poll, (uintptr_t)&entry, 1, 2000) == 0)
        continue;
    return NULL;
}

/* Threads blocked in the kernel, then exec, as often as is left to do. */
int act_exec(const char *self, const char *left, const char *threads, const char *pid, const char *fd)
{
    long mine, second = 0, first, kept;
    static struct block block;
    int i, count = atoi(threads);
    char left_text[16], pid_text[32], fd_text[32];

    begin();
    mine = my_pid();
    if (pid == NULL) {
        kept = open_file("/actor-exec");
    } else {
        say("same pid", mine == atol(pid));
        kept = atol(fd);
        say("descriptor", call3(SYS_write, kept, (uintptr_t) "x", 1));
    }
    if (atoi(left) == 0)
        return 0;
    first = call(SYS_pipe, 0, NULL, &second);
    block.fd = first;
    for (i = 0; i < count; i++) {
        pthread_t thread;

        pthread_create(&thread, NULL, poll_forever, &block);
    }
    for (i = 0; i < 20; i++)
        my_pid();
    snprintf(left_text, sizeof(left_text), "%d", atoi(left) - 1);
    snprintf(pid_text, sizeof(pid_text), "%ld", mine);
    snprintf(fd_text, sizeof(fd_text), "%ld", kept);
    {
        char *const arguments[] = {(char *)self, "exec", left_text, (char *)threads, pid_text, fd_text, NULL};

        rumpclient_exec(self, arguments, environ);
    }
    say("exec failed", errno);
    return 1;
}

/* An exec that fails leaves everything as it was, blocked threads too. */
int act_exec_fails(void)
{
    long mine, first, second = 0;
    static struct block block;
    pthread_t thread;
    char *const arguments[] = {"nothing", NULL};

    begin();
    mine = my_pid();
    first = call(SYS_pipe, 0, NULL, &second);
    block.fd = first;
    pthread_create(&thread, NULL, read_forever, &block);
    say("exec", rumpclient_exec("/nonexistent/program", arguments, environ));
    say("errno", errno);
    say("same pid", my_pid() == mine);
    say("written", call3(SYS_write, second, (uintptr_t) "x", 1));
    pthread_join(thread, NULL);
    say("joined", 1);
    return 0;
}

static int held[2], let_go[2];

static void hold_up(int number)
{
    const int saved = errno;
    char byte = 'x';

    (void)number;
    if (write(held[1], &byte, 1) == 1)
        (void)!read(let_go[0], &byte, 1);
    errno = saved;
}

/* The thread that reads is in a handler that takes its time when another thread execs. */
int act_exec_held_up(const char *self, int succeeds)
{
    long first, second = 0;
    static struct block block;
    struct sigaction action;
    pthread_t thread;
    int i;
    char byte = 'x';
    char *const after[] = {(char *)self, "after", NULL};

    begin();
    first = call(SYS_pipe, 0, NULL, &second);
    block.fd = first;
    memset(&action, 0, sizeof(action));
    action.sa_handler = hold_up;
    sigaction(SIGUSR1, &action, NULL);
    if (pipe(held) == -1 || pipe(let_go) == -1)
        return 1;
    pthread_create(&thread, NULL, read_forever, &block);
    for (i = 0; i < 200; i += block.begun) /* once its call is under way, it reads for these */
        my_pid();
    pthread_kill(thread, SIGUSR1);
    if (read(held[0], &byte, 1) != 1)
        return 1;
    say("exec", rumpclient_exec(succeeds ? self : "/nonexistent/program", after, environ));
    say("pid", my_pid() > 1);
    if (write(let_go[1], &byte, 1) != 1)
        return 1;
    say("written", call3(SYS_write, second, (uintptr_t) "x", 1));
    pthread_join(thread, NULL);
    say("joined", 1);
    return 0;
}

/* Standard streams are closed: nothing of ours may come to lie there. */
int act_hygiene(int reconnects)
{
    int fd, taken = 0, survived, i;

    close(0);
    fd = dup(1);
    dup2(1, 100);
    close(1);
    close(2);
    if (fd >= 0 && fd <= 2)
        close(fd);
    i = rumpclient_init();
    if (i == -1)
        return 3;
    rumpclient_setconnretry(RUMPCLIENT_RETRYCONN_ONCE);
    for (i = 0; i < reconnects; i++)
        my_pid();
    for (fd = 0; fd <= 2; fd++)
        taken += fcntl(fd, F_GETFD) != -1;
    survived = my_pid() > 1;
    dprintf(100, "taken %d\nsurvived %d\n", taken, survived);
    return 0;
}

int act_closenotify(void)
{
    int fd, i;
    long mine;

    begin();
    mine = my_pid();
    /* closefrom: all from 3 on */
    fd = 3;
    say("closem", rumpclient__closenotify(&fd, RUMPCLIENT_CLOSE_FCLOSEM));
    for (i = fd; i < 256; i++)
        close(i);
    say("same pid", my_pid() == mine);
    /* Each number closed or replaced in turn; ours moves away before. */
    for (i = 3; i < 64; i++) {
        fd = i;
        if (rumpclient__closenotify(&fd, RUMPCLIENT_CLOSE_CLOSE) == 0)
            close(i);
    }
    say("same pid", my_pid() == mine);
    for (i = 3; i < 128; i++) {
        fd = i;
        if (rumpclient__closenotify(&fd, RUMPCLIENT_CLOSE_DUP2) == 0)
            dup2(1, i);
    }
    say("same pid", my_pid() == mine);
    return 0;
}

/* The same again and again, while other threads are in calls: one that blocks, and many that do not. */
static void *read_one_byte(void *argument)
{
    char byte;

    call3(SYS_read, (uintptr_t)argument, (uintptr_t)&byte, 1);
    return NULL;
}

static void close_all(const char *how)
{
    int i, fd;

    if (strcmp(how, "closefrom") == 0) {
        fd = 3;
        rumpclient__closenotify(&fd, RUMPCLIENT_CLOSE_FCLOSEM);
        for (i = fd; i < 64; i++)
            close(i);
        return;
    }
    for (i = 3; i < 40; i++) {
        fd = i;
        if (strcmp(how, "dup2") == 0) {
            if (rumpclient__closenotify(&fd, RUMPCLIENT_CLOSE_DUP2) == 0)
                dup2(1, i);
        } else if (rumpclient__closenotify(&fd, RUMPCLIENT_CLOSE_CLOSE) == 0) {
            close(i);
        }
    }
}

int act_closenotify_load(const char *how, int milliseconds)
{
    static struct caller callers[4];
    pthread_t threads[4], reader;
    struct timespec now, end;
    uint64_t arguments[1] = {0};
    long failed = 0, write_end = 0, read_end;
    char byte = 'x';
    int i;

    begin();
    read_end = call(SYS_pipe, 1, arguments, &write_end);
    pthread_create(&reader, NULL, read_one_byte, (void *)(uintptr_t)read_end);
    for (i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, call_forever, &callers[i]);
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += milliseconds / 1000;
    end.tv_nsec += milliseconds % 1000 * 1000000L;
    do {
        close_all(how);
        clock_gettime(CLOCK_MONOTONIC, &now);
    } while (now.tv_sec < end.tv_sec || (now.tv_sec == end.tv_sec && now.tv_nsec < end.tv_nsec));
    for (i = 0; i < 4; i++) {
        callers[i].stop = 1;
        pthread_join(threads[i], NULL);
        failed += callers[i].failed + (callers[i].calls == 0);
    }
    say("failed", failed);
    say("written", call3(SYS_write, write_end, (uintptr_t)&byte, 1));
    pthread_join(reader, NULL);
    return 0;
}

int act_cat(const char *path)
{
    char text[256] = "";
    long fd;

    begin();
    fd = open_file(path);
    call3(SYS_read, fd, (uintptr_t)text, sizeof(text) - 1);
    printf("%s\n", text);
    return 0;
}

/* Calls from several threads until the kernel comes back, or for ever. */
int act_swarm(int threads)
{
    static struct caller all;
    int i;

    begin();
    rumpclient_setconnretry(RUMPCLIENT_RETRYCONN_INFTIME);
    say("pid", my_pid() > 1);
    for (i = 0; i < threads; i++) {
        pthread_t thread;

        pthread_create(&thread, NULL, call_forever, &all);
    }
    pause();
    return 0;
}

int act_reconnect(void)
{
    char byte;

    begin();
    rumpclient_setconnretry(RUMPCLIENT_RETRYCONN_INFTIME);
    say("pid", my_pid() > 1);
    if (read(STDIN_FILENO, &byte, 1) != 1)
        return 1;
    say("pid", my_pid() > 1);
    return 0;
}

static volatile long storm_file, handler_calls, handler_wrong, handler_depth;

static long seek_to(long offset)
{
    const uint64_t seek[4] = {storm_file, 0, offset, 0};

    return call(SYS_lseek, 4, seek, NULL);
}

static void seek_in_handler(int number)
{
    const int saved = errno;
    const long offset = 1000000 + handler_calls;

    (void)number;
    if (handler_depth >= 3)
        return;
    handler_depth++;
    handler_calls++;
    handler_wrong += seek_to(offset) != offset;
    handler_depth--;
    errno = saved;
}

/* A single thread whose handlers call, all the time: every call gets its own answer. */
int act_storm(int flags)
{
    const struct itimerval often = {{0, 150}, {0, 150}}, never = {{0, 0}, {0, 0}};
    struct sigaction action;
    long offset, wrong = 0;

    begin();
    storm_file = open_file("/actor-storm");
    memset(&action, 0, sizeof(action));
    action.sa_handler = seek_in_handler;
    action.sa_flags = (flags & 1 ? SA_RESTART : 0) | (flags & 2 ? SA_NODEFER : 0);
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    for (offset = 0; offset < 3000 || (handler_calls < 300 && offset < 1000000); offset++)
        wrong += seek_to(offset) != offset;
    setitimer(ITIMER_REAL, &never, NULL);
    say("wrong", wrong);
    say("wrong in handlers", handler_wrong);
    say("handlers called", handler_calls >= 300);
    return 0;
}

/* By hand, time and again: a child's claim gives its parent's handle back, too. */
int act_preforks(int count)
{
    enum { MOST = 1024 };
    static struct rumpclient_fork *seen[MOST];
    int i, k, distinct = 0, failed = 0;

    begin();
    for (i = 0; i < count; i++) {
        struct rumpclient_fork *handle = rumpclient_prefork();
        pid_t child = fork();

        if (child == 0)
            _exit(rumpclient_fork_init(handle) == 0 && my_pid() > 1 ? 0 : 1);
        failed += handle == NULL || reap(child) != 0;
        for (k = 0; k < distinct && seen[k] != handle; k++)
            continue;
        if (k == distinct && distinct < MOST)
            seen[distinct++] = handle;
    }
    say("failed", failed);
    say("handles", distinct);
    return 0;
}
