// SPDX-License-Identifier: BSD-2-Clause
#include <rump/rump_syscalls.h>
#include <rump/rumpclient.h>
#include <stdio.h>

int main(void)
{
    if (rumpclient_init() == -1)
        return 1;
    printf("I am process %d of the kernel\n", (int)rump_sys_getpid());
    return 0;
}
