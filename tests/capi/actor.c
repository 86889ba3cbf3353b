// SPDX-License-Identifier: BSD-2-Clause
/*
 * A rump client that does what its first argument names, and prints what came of it. It uses nothing but
 * rumpclient(3), so that it can be built against any library of that interface.
 */
#include "actor.h"

static int act_simple(void)
{
    begin();
    say("again", rumpclient_init());
    say("pid", my_pid() > 1);
    say("close", call3(SYS_close, 99, 0, 0));
    say("errno", errno);
    return 0;
}

/* A child shares the descriptors, and writes behind what its parent wrote. */
static int act_fork(void)
{
    long fd, offset, parent;
    pid_t child;

    begin();
    parent = my_pid();
    fd = open_file("/actor-fork");
    call3(SYS_write, fd, (uintptr_t) "parent", 6);
    child = rumpclient_fork();
    if (child == 0) {
        say("new pid", my_pid() != parent && my_pid() > 1);
        say("written", call3(SYS_write, fd, (uintptr_t) "child", 5));
        _exit(0);
    }
    say("status", reap(child));
    say("same pid", my_pid() == parent);
    {
        const uint64_t seek[4] = {fd, 0, 0, 1};
        offset = call(SYS_lseek, 4, seek, NULL);
    }
    say("offset", offset);
    return 0;
}

static int act_forks(int count)
{
    int i, failed = 0;

    begin();
    for (i = 0; i < count; i++) {
        pid_t child = rumpclient_fork();

        if (child == 0)
            _exit(my_pid() > 1 ? 0 : 1);
        failed += child == -1 || reap(child) != 0;
    }
    say("failed", failed);
    say("alive", my_pid() > 1);
    return 0;
}

/* The parent's other threads go on calling while the child of a vfork uses the same memory. */
static int act_vfork(const char *self)
{
    static struct caller other;
    long parent;
    pthread_t thread;
    pid_t child;

    begin();
    parent = my_pid();
    pthread_create(&thread, NULL, call_forever, &other);
    child = rumpclient_vfork();
    if (child == 0) {
        char *const arguments[] = {(char *)self, "after", NULL};

        rumpclient_exec(self, arguments, environ);
        _exit(3);
    }
    say("status", reap(child));
    child = rumpclient_vfork();
    if (child == 0) {
        /* Ends only when the other thread, which is the parent's, has called meanwhile. */
        const long before = other.calls;
        const time_t patience = time(NULL) + 20;

        while (other.calls < before + 3 && time(NULL) < patience)
            my_pid();
        _exit(other.calls < before + 3 ? 2 : my_pid() != parent && my_pid() > 1 ? 0 : 1);
    }
    say("status", reap(child));
    other.stop = 1;
    pthread_join(thread, NULL);
    say("others failed", other.failed);
    say("same pid", my_pid() == parent);
    return 0;
}

/* A program that knows nothing of rump kernels vforks (a shell, say) and its exec is led here. */
static int act_plain_vfork(const char *self)
{
    long parent;
    pid_t child;

    begin();
    parent = my_pid();
    child = vfork();
    if (child == 0) {
        char *const arguments[] = {(char *)self, "after", NULL};

        rumpclient_exec(self, arguments, environ);
        _exit(3);
    }
    say("status", reap(child));
    say("same pid", my_pid() == parent);
    child = rumpclient_fork();
    if (child == 0)
        _exit(my_pid() > 1 ? 0 : 1);
    say("status", reap(child));
    return 0;
}

static int act_after(void)
{
    say("handed over", getenv("RUMPCLIENT__EXECFD") != NULL);
    begin();
    say("left over", getenv("RUMPCLIENT__EXECFD") != NULL);
    say("pid", my_pid() > 1);
    return 0;
}

/* By hand, as the manual page has it; and a prepared child that nobody wants. */
static int act_prefork(void)
{
    struct rumpclient_fork *prepared;
    pid_t child;
    long parent;

    begin();
    parent = my_pid();
    prepared = rumpclient_prefork();
    say("prepared", prepared != NULL);
    child = fork();
    if (child == 0) {
        int begun = rumpclient_fork_init(prepared);

        _exit(begun == 0 && my_pid() != parent ? 0 : 1);
    }
    say("status", reap(child));
    prepared = rumpclient_prefork();
    rumpclient_fork_cancel(prepared);
    say("same pid", my_pid() == parent);
    return 0;
}

static int act_prefork_and_wait(void)
{
    char byte;
    struct rumpclient_fork *prepared;

    begin();
    prepared = rumpclient_prefork();
    say("prepared", prepared != NULL);
    if (read(STDIN_FILENO, &byte, 1) == 1)
        rumpclient_fork_cancel(prepared);
    say("cancelled", 1);
    return (int)read(STDIN_FILENO, &byte, 1) & 0;
}

/* A plain fork of the host: the child begins anew. */
static int act_host_fork(void)
{
    pid_t child;
    long parent;

    begin();
    parent = my_pid();
    child = fork();
    if (child == 0) {
        begin();
        _exit(my_pid() != parent && my_pid() > 1 ? 0 : 1);
    }
    say("status", reap(child));
    say("same pid", my_pid() == parent);
    return 0;
}

static int act_daemon(int nochdir, int noclose)
{
    char directory[4096] = "";
    long before;
    int begun;

    begin();
    before = my_pid();
    begun = rumpclient_daemon(nochdir, noclose);
    if (getcwd(directory, sizeof(directory)) == NULL)
        return 1;
    /* With its streams closed it cannot say anything but by its file. */
    if (noclose) {
        say("begun", begun);
        say("new pid", my_pid() != before && my_pid() > 1);
        say("in root", strcmp(directory, "/") == 0);
        say("leads its session", getsid(0) == getpid());
    } else {
        long fd = open_file("/actor-daemon");

        call3(SYS_write, fd, (uintptr_t)directory, strlen(directory));
        call3(SYS_close, fd, 0, 0);
    }
    return 0;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";

    if (strcmp(what, "simple") == 0)
        return act_simple();
    if (strcmp(what, "fork") == 0)
        return act_fork();
    if (strcmp(what, "forks") == 0)
        return act_forks(atoi(argv[2]));
    if (strcmp(what, "vfork") == 0)
        return act_vfork(argv[0]);
    if (strcmp(what, "plain-vfork") == 0)
        return act_plain_vfork(argv[0]);
    if (strcmp(what, "after") == 0)
        return act_after();
    if (strcmp(what, "prefork") == 0)
        return act_prefork();
    if (strcmp(what, "prefork-and-wait") == 0)
        return act_prefork_and_wait();
    if (strcmp(what, "host-fork") == 0)
        return act_host_fork();
    if (strcmp(what, "daemon") == 0)
        return act_daemon(atoi(argv[2]), atoi(argv[3]));
    if (strcmp(what, "exec") == 0)
        return act_exec(argv[0], argv[2], argv[3], argc > 4 ? argv[4] : NULL, argc > 5 ? argv[5] : NULL);
    if (strcmp(what, "exec-fails") == 0)
        return act_exec_fails();
    if (strcmp(what, "exec-held-up") == 0)
        return act_exec_held_up(argv[0], atoi(argv[2]));
    if (strcmp(what, "hygiene") == 0)
        return act_hygiene(atoi(argv[2]));
    if (strcmp(what, "closenotify") == 0)
        return act_closenotify();
    if (strcmp(what, "closenotify-load") == 0)
        return act_closenotify_load(argv[2], atoi(argv[3]));
    if (strcmp(what, "cat") == 0)
        return act_cat(argv[2]);
    if (strcmp(what, "swarm") == 0)
        return act_swarm(atoi(argv[2]));
    if (strcmp(what, "storm") == 0)
        return act_storm(atoi(argv[2]));
    if (strcmp(what, "preforks") == 0)
        return act_preforks(atoi(argv[2]));
    if (strcmp(what, "reconnect") == 0)
        return act_reconnect();
    fprintf(stderr, "what shall I do?\n");
    return 64;
}
